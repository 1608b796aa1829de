using System.Diagnostics;
using System.Text.RegularExpressions;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>The systemd unit of <c>examples/systemd</c> and its settings.</summary>
public sealed partial class SystemdTests : IDisposable
{
    private const string Analyze = "systemd-analyze";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ProgramTheory(Analyze, "systemd")]
    [InlineData("verify", "--man=no")]
    [InlineData("security", "--offline=true", "--threshold=20", "--no-pager")]
    public async Task The_unit_is_valid_and_hardened(params string[] arguments)
    {
        // The command must exist on the machine that checks the unit.
        string unit = _folder.Write("pixelgpt-studio.service", Example("pixelgpt-studio.service").Replace("/opt/pixelgpt/pixelgpt", "/bin/true", StringComparison.Ordinal));
        using Process process = ProgramProcess.Start(ExternalProgram.Require(Analyze), [.. arguments, unit], start => start.RedirectStandardError = true);
        Task<string> warnings = process.StandardError.ReadToEndAsync();
        string output = await ProgramProcess.EndAsync(process);
        Assert.True(process.ExitCode == 0, output + await warnings);
        Assert.Equal("", await warnings);
    }

    [Fact]
    public async Task A_studio_starts_with_the_settings()
    {
        Dictionary<string, string> settings = Setting().Matches(Example("studio.env")).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        Assert.Contains("PIXELGPT_API_KEY", settings);
        await using StudioProcess studio = await StudioProcess.StartManagedAsync(_folder["models"], settings);
        using var client = new HttpClient();
        Assert.Equal("ready", await client.GetStringAsync(new Uri(studio.ManagementAddress, "health/ready")));
        Assert.StartsWith("HTTP/1.1 401", await RawRequest.SendAsync(studio.Address, "GET /api/v1/models HTTP/1.1", "Host: art.example"));
    }

    private static string Example(string name) => File.ReadAllText(Path.Combine(Checkout.Root, "examples", "systemd", name)).ReplaceLineEndings("\n");

    [GeneratedRegex("^([A-Z_]+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex Setting();
}
