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

    public static async Task<StudioProcess> StartAsync(string models)
    {
        Process process = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "studio", "--port", "0", "--management-port", "0", "--models", models, "--threads", "1", "--json"]);
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
