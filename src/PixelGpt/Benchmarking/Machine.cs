using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PixelGpt.Benchmarking;

/// <summary>What figures were measured on.</summary>
/// <param name="Processor">The processor's name, as far as the system tells.</param>
/// <param name="Cores">Processors that this program may use.</param>
/// <param name="Kernels">The kernels that compute.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="System">The operating system.</param>
public sealed record Machine(string Processor, int Cores, string Kernels, string Runtime, string System)
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>This machine.</summary>
    public static Machine Describe() =>
        new(ProcessorName(), Environment.ProcessorCount, Numerics.Kernels.Best.Name, RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription);

    /// <summary>The most memory that this process has had resident at once so far, in MiB.</summary>
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
