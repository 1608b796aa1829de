using System.Globalization;
using System.Text;
using PixelGpt.Benchmarking;

namespace PixelGpt.Bench.Profiling;

/// <summary>A training step kernel by kernel.</summary>
/// <param name="Kernels">The times of all kernels over all steps.</param>
/// <param name="TimedSeconds">Seconds a step with timers, on average.</param>
/// <param name="Steps">Steps timed.</param>
/// <param name="PlainSeconds">Seconds a step without timers.</param>
/// <param name="Operations">A step's useful operations by formula.</param>
/// <param name="PeakGigaflops">The machine's peak on one thread.</param>
internal sealed record StepProfile(
    IReadOnlyList<KernelTime> Kernels, double TimedSeconds, int Steps, MeasurementSummary PlainSeconds, double Operations, double PeakGigaflops)
{
    /// <summary>The profile as a Markdown table under two lines of totals.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        double useful = Operations / PlainSeconds.Median / 1e9, inKernels = Kernels.Sum(k => k.Seconds) / Steps;
        Line($"a step: {1e3 * PlainSeconds.Median:0.00} ms ({1e3 * PlainSeconds.Min:0.00}–{1e3 * PlainSeconds.Max:0.00}) without timers, {1e3 * TimedSeconds:0.00} ms with them");
        Line($"useful operations: {Operations / 1e9:0.000} GFLOP a step, {useful:0.0} GFLOP/s of a peak of {PeakGigaflops:0.0}: {useful / PeakGigaflops:0.0%}");
        Line($"");
        Line($"| kernel | calls a step | ms a step | % of step | GFLOP/s | of peak | GB/s |");
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
