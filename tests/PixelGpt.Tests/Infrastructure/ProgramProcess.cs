using System.Diagnostics;
using PixelGpt.Cli;

namespace PixelGpt.Tests.Infrastructure;

/// <summary>The command line, or another program, as a process of its own.</summary>
internal static class ProgramProcess
{
    /// <summary>The command line's assembly, for <c>dotnet</c> to run.</summary>
    public static string Assembly => typeof(CommandLine).Assembly.Location;

    /// <summary>Starts a program whose standard output can be read.</summary>
    public static Process Start(string program, string[] arguments, Action<ProcessStartInfo>? configure = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        configure?.Invoke(start);
        return Process.Start(start)!;
    }

    /// <summary>Waits for a process to end and gives what it wrote; ends it if it does not.</summary>
    public static async Task<string> EndAsync(Process process)
    {
        using var limit = new CancellationTokenSource(HangGuard.Limit);
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return output;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
