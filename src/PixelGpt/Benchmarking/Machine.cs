using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PixelGpt.Benchmarking;

/// <summary>The machine and software that a benchmark ran on.</summary>
/// <param name="Processor">Name of the processor; its architecture if the name is unknown.</param>
/// <param name="Cores">Number of logical processors available to the process.</param>
/// <param name="Kernels">Name of the kernels in use.</param>
/// <param name="Runtime">Name of the .NET runtime.</param>
/// <param name="System">Name of the operating system.</param>
internal sealed record Machine(string Processor, int Cores, string Kernels, string Runtime, string System)
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>Describes the machine that this process runs on.</summary>
    /// <returns>The description.</returns>
    public static Machine Describe() =>
        new(ProcessorName(), Environment.ProcessorCount, Numerics.Kernels.Best.Name, RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription);

    /// <summary>Returns the peak resident memory of this process so far.</summary>
    /// <returns>The memory in MiB.</returns>
    public static double PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1048576.0;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Processor}, {Cores} cores, kernels {Kernels}, {Runtime}";

    private static string ProcessorName()
    {
        string? name = File.Exists(CpuInfo) ? File.ReadLines(CpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return name?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? $"{RuntimeInformation.ProcessArchitecture}";
    }
}
