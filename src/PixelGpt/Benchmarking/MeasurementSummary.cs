namespace PixelGpt.Benchmarking;

/// <summary>Median and range of repeated measurements; NaN if there are none.</summary>
/// <param name="Median">The median.</param>
/// <param name="Min">The minimum.</param>
/// <param name="Max">The maximum.</param>
/// <param name="Count">Number of measurements.</param>
internal readonly record struct MeasurementSummary(double Median, double Min, double Max, int Count)
{
    /// <summary>Summarises measurements.</summary>
    /// <param name="values">The measurements.</param>
    /// <returns>The summary.</returns>
    public static MeasurementSummary Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length == 0
            ? new MeasurementSummary(double.NaN, double.NaN, double.NaN, 0)
            : new MeasurementSummary(sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2, sorted[0], sorted[^1], sorted.Length);
    }

    /// <summary>Multiplies all values, for example to convert seconds to milliseconds.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="factor">The factor.</param>
    /// <returns>The multiplied summary.</returns>
    public static MeasurementSummary operator *(MeasurementSummary summary, double factor) =>
        summary with { Median = summary.Median * factor, Min = summary.Min * factor, Max = summary.Max * factor };

    /// <inheritdoc cref="op_Multiply"/>
    public static MeasurementSummary Multiply(MeasurementSummary summary, double factor) => summary * factor;

    /// <summary>Formats the summary as "median (minimum–maximum)" with about three significant digits.</summary>
    public override string ToString()
    {
        string format = Median >= 100 ? "0" : Median >= 10 ? "0.0" : Median >= 1 ? "0.00" : "0.000";
        return Count == 0 ? "unknown" : $"{Median.ToString(format)} ({Min.ToString(format)}–{Max.ToString(format)})";
    }
}
