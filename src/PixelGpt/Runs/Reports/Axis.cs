namespace PixelGpt.Runs.Reports;

/// <summary>An axis of a chart.</summary>
/// <param name="From">The first value of the axis.</param>
/// <param name="To">The last value of the axis.</param>
/// <param name="Ticks">The round numbers at which the axis is labelled.</param>
internal sealed record Axis(double From, double To, IReadOnlyList<double> Ticks)
{
    private const int Intervals = 5;

    /// <summary>Creates an axis for a range of values.</summary>
    /// <param name="smallest">The smallest value.</param>
    /// <param name="largest">The largest value.</param>
    /// <param name="isExact">Whether the axis ends exactly at these values and has integer ticks; otherwise it ends at round numbers.</param>
    /// <returns>The axis.</returns>
    public static Axis Over(double smallest, double largest, bool isExact)
    {
        if (largest <= smallest) largest = smallest + (isExact ? 1 : Math.Max(Math.Abs(smallest) * 0.1, 1e-3));
        double rough = (largest - smallest) / Intervals, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        if (isExact) step = Math.Max(1, step);
        long first = (long)(isExact ? Math.Ceiling(smallest / step) : Math.Floor(smallest / step)), last = (long)(isExact ? Math.Floor(largest / step) : Math.Ceiling(largest / step));
        double[] ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
        return isExact ? new Axis(smallest, largest, ticks) : new Axis(ticks[0], ticks[^1], ticks);
    }
}
