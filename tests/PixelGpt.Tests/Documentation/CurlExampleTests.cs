using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Documentation;

/// <summary>Runs the curl commands of the documentation against a studio.</summary>
public sealed partial class CurlExampleTests : IDisposable
{
    private static readonly string[] DocumentedAddresses = ["http://127.0.0.1:5050", "http://127.0.0.1:8080"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProgramFact("curl", "curl")]
    public async Task The_commands_work_as_they_are_written()
    {
        await using StudioServer studio = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = _folder["runs"], Threads = 1 });
        string[] outputs = [.. await Task.WhenAll(Commands().Select(command => RunAsync(command, studio.Address)))];
        Assert.True(outputs.Length >= 3, "the documentation must have curl commands");
        JsonObject[] completions = [.. outputs.Where(o => o.StartsWith('{')).Select(o => JsonNode.Parse(o)!.AsObject()).Where(o => o.ContainsKey("ranking"))];
        Assert.Equal([1, 4], completions.Select(c => c["completions"]!.AsArray().Count).Order());
        Assert.StartsWith("GIF89a", File.ReadAllText(_folder["blink.gif"]), StringComparison.Ordinal);
        Assert.Equal("3.1.1", (string?)JsonNode.Parse(File.ReadAllText(_folder["openapi.json"]))!["openapi"]);
    }

    private static IEnumerable<string> Commands() => Directory.GetFiles(Path.Combine(Checkout.Root, "docs"), "*.md").Append(Path.Combine(Checkout.Root, "README.md"))
        .SelectMany(page => CurlBlock().Matches(File.ReadAllText(page).ReplaceLineEndings("\n")).Select(block => block.Groups[1].Value));

    private async Task<string> RunAsync(string command, Uri address)
    {
        // Without it, curl succeeds when the studio rejects the request.
        string checkedCommand = command.Contains("--fail", StringComparison.Ordinal) ? command : command.Replace("curl ", "curl --fail-with-body ", StringComparison.Ordinal);
        foreach (string documented in DocumentedAddresses) checkedCommand = checkedCommand.Replace(documented, address.ToString().TrimEnd('/'), StringComparison.Ordinal);
        using Process process = ProgramProcess.Start("sh", ["-c", checkedCommand], start => start.WorkingDirectory = _folder.Path);
        string output = await ProgramProcess.EndAsync(process);
        Assert.True(process.ExitCode == 0, $"{command}\n{output}");
        return output;
    }

    [GeneratedRegex("^```\n(curl .*?)```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CurlBlock();
}
