using System.Diagnostics;
using System.Text.Json.Nodes;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio.Proxies;

/// <summary>A studio in its own process, with a management port. It is killed on disposal.</summary>
internal sealed class StudioProcess : IDisposable
{
    private StudioProcess(Process process, JsonNode result) =>
        (Process, Address, ManagementAddress) = (process, new Uri((string)result["address"]!), new Uri((string)result["management"]!));

    public Process Process { get; }

    public Uri Address { get; }

    public Uri ManagementAddress { get; }

    /// <summary>Starts a studio on free ports.</summary>
    /// <param name="models">The models folder.</param>
    /// <param name="environment">Environment variables besides those of the tests; null for none.</param>
    public static async Task<StudioProcess> StartAsync(string models, IReadOnlyDictionary<string, string>? environment = null)
    {
        Process process = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "studio", "--port", "0", "--management-port", "0", "--models", models, "--threads", "1", "--json"], start =>
        {
            foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        });
        string text = "";
        while (!text.Contains("\n}", StringComparison.Ordinal)) text += (await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the studio did not start")) + "\n";
        return new StudioProcess(process, JsonNode.Parse(text)!);
    }

    public void Dispose()
    {
        Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
    }
}
