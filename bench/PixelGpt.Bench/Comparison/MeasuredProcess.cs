using System.ComponentModel;
using System.Diagnostics;

namespace PixelGpt.Bench.Comparison;

/// <summary>What a program did, and what it took.</summary>
/// <param name="Output">Its standard output.</param>
/// <param name="PeakBytes">The most memory it had resident at once; null where the system does not tell.</param>
internal sealed record MeasuredProcess(string Output, long? PeakBytes)
{
    /// <summary>The peak only rises, so that no more than growth in the last of these is missed.</summary>
    private const int PollMilliseconds = 50;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">What.</param>
    /// <param name="arguments">With what.</param>
    /// <param name="environment">Environment variables to set; null to take one away.</param>
    /// <exception cref="FailureException">It could not be started, or failed; with its last words.</exception>
    public static MeasuredProcess Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        using Process process = Start(start);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        long? peak = null;
        do peak = PeakOf(process.Id) ?? peak;
        while (!process.WaitForExit(PollMilliseconds));

        if (process.ExitCode != 0) throw new FailureException($"{program} ended with {process.ExitCode}: {errors.Result.Trim()}");
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
