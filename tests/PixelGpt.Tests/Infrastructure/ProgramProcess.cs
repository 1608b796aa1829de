using System.Diagnostics;
using PixelGpt.Cli;

namespace PixelGpt.Tests.Infrastructure;

/// <summary>Runs the command line or another program in a separate process.</summary>
internal static class ProgramProcess
{
    /// <summary>The path of the command line's assembly, for <c>dotnet</c>.</summary>
    public static string Assembly => typeof(CommandLine).Assembly.Location;

    /// <summary>Starts a program with redirected standard output.</summary>
    public static Process Start(string program, string[] arguments, Action<ProcessStartInfo>? configure = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        configure?.Invoke(start);
        return Process.Start(start)!;
    }

    /// <summary>Waits until a process ends and returns its standard output; kills the process after a timeout.</summary>
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
