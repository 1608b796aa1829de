using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>A studio in its own process, whose log can be read and which can be stopped with a signal.</summary>
internal sealed class StudioProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = [];

    private StudioProcess(string[] arguments)
    {
        _process = ProgramProcess.Start("dotnet", [ProgramProcess.Assembly, "studio", "--port", "0", "--json", .. arguments], start => start.RedirectStandardError = true);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text) _log.Enqueue(text);
        };
        _process.BeginErrorReadLine();
    }

    public HttpClient Client { get; } = new();

    /// <summary>The address of the page.</summary>
    public Uri Address => Client.BaseAddress!;

    /// <summary>Starts a studio.</summary>
    public static async Task<StudioProcess> StartAsync(params string[] arguments)
    {
        var studio = new StudioProcess(arguments);
        string text = "";
        while (!text.EndsWith('}')) text += await studio._process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(string.Join('\n', studio._log));
        studio.Client.BaseAddress = new Uri((string)JsonNode.Parse(text)!["address"]!);
        return studio;
    }

    /// <summary>Sends SIGTERM.</summary>
    public void Terminate()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits until the process has ended, and returns its exit code and the lines of its log.</summary>
    public async Task<(int Code, string[] Log)> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(HangGuard.Limit);
        return (_process.ExitCode, [.. _log]);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Client.Dispose();
    }
}
