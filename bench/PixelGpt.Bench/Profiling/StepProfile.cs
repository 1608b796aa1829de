using System.Globalization;
using System.Text;
using PixelGpt.Benchmarking;

namespace PixelGpt.Bench.Profiling;

/// <summary>The time of each kernel in a step.</summary>
/// <param name="Kernels">Times of all kernels over all steps.</param>
/// <param name="TimedSeconds">Mean seconds per step with timers.</param>
/// <param name="Steps">Number of timed steps.</param>
/// <param name="PlainSeconds">Seconds per step without timers.</param>
/// <param name="Operations">Useful operations per step, by formula.</param>
/// <param name="PeakGigaflops">Peak of the machine on one thread, in GFLOP/s.</param>
internal sealed record StepProfile(
    IReadOnlyList<KernelTime> Kernels, double TimedSeconds, int Steps, MeasurementSummary PlainSeconds, double Operations, double PeakGigaflops)
{
    /// <summary>Formats the profile as two lines of totals and a Markdown table.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        double useful = Operations / PlainSeconds.Median / 1e9, inKernels = Kernels.Sum(k => k.Seconds) / Steps;
        Line($"per step: {1e3 * PlainSeconds.Median:0.00} ms ({1e3 * PlainSeconds.Min:0.00}–{1e3 * PlainSeconds.Max:0.00}) without timers, {1e3 * TimedSeconds:0.00} ms with them");
        Line($"useful operations: {Operations / 1e9:0.000} GFLOP per step, {useful:0.0} GFLOP/s, {useful / PeakGigaflops:0.0%} of the peak of {PeakGigaflops:0.0} GFLOP/s");
        Line($"");
        Line($"| kernel | calls per step | ms per step | % of step | GFLOP/s | of peak | GB/s |");
        Line($"| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (KernelTime kernel in Kernels)
        {
            double rate = kernel.Operations / kernel.Seconds / 1e9;
            string flops = kernel.Operations > 0 ? string.Create(CultureInfo.InvariantCulture, $"{rate:0.0} | {rate / PeakGigaflops:0%} |") : " | |";
            string bytes = kernel.Bytes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{kernel.Bytes / kernel.Seconds / 1e9:0.0} |") : " |";
            Line($"| {kernel.Key} | {(double)kernel.Calls / Steps:0.#} | {1e3 * kernel.Seconds / Steps:0.000} | {kernel.Seconds / Steps / TimedSeconds:0.0%} | {flops} {bytes}");
        }

        Line($"| all kernels | {(double)Kernels.Sum(k => k.Calls) / Steps:0.#} | {1e3 * inKernels:0.000} | {inKernels / TimedSeconds:0.0%} | {Kernels.Sum(k => k.Operations) / Steps / inKernels / 1e9:0.0} | {Kernels.Sum(k => k.Operations) / Steps / inKernels / 1e9 / PeakGigaflops:0%} | |");
        Line($"| outside kernels, timers included | | {1e3 * (TimedSeconds - inKernels):0.000} | {(TimedSeconds - inKernels) / TimedSeconds:0.0%} | | | |");
        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
