using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>A studio in its own process, whose log can be read and which can be stopped with a signal.</summary>
internal sealed class StudioProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _log = [];

    private StudioProcess(string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        Process = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "studio", "--port", "0", "--json", .. arguments], start =>
        {
            start.RedirectStandardError = true;
            foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        });
        Process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text) _log.Enqueue(text);
        };
        Process.BeginErrorReadLine();
    }

    public Process Process { get; }

    public HttpClient Client { get; } = new();

    /// <summary>The address of the page.</summary>
    public Uri Address => Client.BaseAddress!;

    /// <summary>The address of <c>/health</c> and <c>/metrics</c>.</summary>
    public Uri ManagementAddress { get; private set; } = null!;

    /// <summary>Starts a studio.</summary>
    public static Task<StudioProcess> StartAsync(params string[] arguments) => StartAsync(arguments, null);

    /// <summary>Starts a studio with a management port and one thread.</summary>
    /// <param name="models">The models folder.</param>
    /// <param name="environment">Environment variables besides those of the tests; null for none.</param>
    public static Task<StudioProcess> StartManagedAsync(string models, IReadOnlyDictionary<string, string>? environment = null) =>
        StartAsync(["--management-port", "0", "--models", models, "--threads", "1"], environment);

    private static async Task<StudioProcess> StartAsync(string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var studio = new StudioProcess(arguments, environment);
        string text = "";
        while (!text.EndsWith('}')) text += await studio.Process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(string.Join('\n', studio._log));
        JsonNode result = JsonNode.Parse(text)!;
        studio.Client.BaseAddress = new Uri((string)result["address"]!);
        if (result["management"] is { } management) studio.ManagementAddress = new Uri((string)management!);
        return studio;
    }

    /// <summary>Sends SIGTERM.</summary>
    public void Terminate()
    {
        using Process kill = System.Diagnostics.Process.Start("kill", ["-TERM", $"{Process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits until the process has ended, and returns its exit code and the lines of its log.</summary>
    public async Task<(int Code, string[] Log)> EndAsync()
    {
        await Process.WaitForExitAsync().WaitAsync(HangGuard.Limit);
        return (Process.ExitCode, [.. _log]);
    }

    public async ValueTask DisposeAsync()
    {
        if (!Process.HasExited) Process.Kill(entireProcessTree: true);
        await Process.WaitForExitAsync();
        Process.Dispose();
        Client.Dispose();
    }
}
