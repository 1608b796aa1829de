using System.ComponentModel;
using System.Diagnostics;

namespace PixelGpt.Bench.Comparison;

/// <summary>The output and memory use of a program.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="PeakBytes">Peak resident memory; null if the system does not report it.</param>
internal sealed record MeasuredProcess(string Output, long? PeakBytes)
{
    /// <summary>Interval of reading the peak. The peak never decreases, so only growth in the last interval can be missed.</summary>
    private const int PollMilliseconds = 50;

    /// <summary>Runs a program and waits for it.</summary>
    /// <param name="program">Program to run.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Environment variables to set; a null value removes the variable.</param>
    /// <exception cref="FailureException">The program could not be started or failed; the message has its error output.</exception>
    public static MeasuredProcess Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        using Process process = Start(start);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        long? peak = null;
        do peak = PeakOf(process.Id) ?? peak;
        while (!process.WaitForExit(PollMilliseconds));

        if (process.ExitCode != 0) throw new FailureException($"{program} failed with exit code {process.ExitCode}: {errors.Result.Trim()}");
        return new MeasuredProcess(output.Result, peak);
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

    /// <summary>Reads VmHWM on Linux; null on other systems, and if the process has just ended.</summary>
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
