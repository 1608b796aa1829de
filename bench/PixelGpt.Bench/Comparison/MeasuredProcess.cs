using System.ComponentModel;
using System.Diagnostics;

namespace PixelGpt.Bench.Comparison;

/// <summary>What a program did, and what it took.</summary>
/// <param name="Output">Its standard output, line by line.</param>
/// <param name="Seconds">From start to end.</param>
/// <param name="PeakBytes">The most memory it had resident at once; null where the system does not tell.</param>
internal sealed record MeasuredProcess(string[] Output, double Seconds, long? PeakBytes)
{
    /// <summary>The peak only rises, so that no more than growth in the last of these is missed.</summary>
    private const int PollMilliseconds = 50;

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="FailureException">It could not be started, or failed; with its last words.</exception>
    public static MeasuredProcess Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        long began = Stopwatch.GetTimestamp();
        using Process process = Start(start);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        long? peak = null;
        do peak = PeakOf(process.Id) ?? peak;
        while (!process.WaitForExit(PollMilliseconds));

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (process.ExitCode != 0) throw new FailureException($"{program} {string.Join(' ', start.ArgumentList)}: ended with {process.ExitCode}: {errors.Result.Trim()}");
        return new MeasuredProcess(output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries), seconds, peak);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new FailureException($"{start.FileName}: could not be started");
        }
        catch (Win32Exception e)
        {
            throw new FailureException($"{start.FileName}: could not be started: {e.Message}", e);
        }
    }

    /// <summary>Linux's VmHWM; null elsewhere, and where the process has just ended.</summary>
    private static long? PeakOf(int id)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? null : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
