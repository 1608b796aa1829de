namespace PixelGpt.Benchmarking;

/// <summary>The middle and the ends of some measurements; not-a-number where there are none.</summary>
/// <param name="Median">The middle one, or the mean of the middle two.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct MeasurementSummary(double Median, double Min, double Max, int Count)
{
    /// <summary>The spread of some values.</summary>
    public static MeasurementSummary Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length == 0
            ? new MeasurementSummary(double.NaN, double.NaN, double.NaN, 0)
            : new MeasurementSummary(sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2, sorted[0], sorted[^1], sorted.Length);
    }

    /// <summary>All of them times a factor, such as seconds in milliseconds.</summary>
    public static MeasurementSummary operator *(MeasurementSummary spread, double factor) =>
        spread with { Median = spread.Median * factor, Min = spread.Min * factor, Max = spread.Max * factor };

    /// <inheritdoc cref="op_Multiply"/>
    public static MeasurementSummary Multiply(MeasurementSummary spread, double factor) => spread * factor;

    /// <summary>Median (least–greatest), with as many digits as say something.</summary>
    public override string ToString()
    {
        string format = Median >= 100 ? "0" : Median >= 10 ? "0.0" : Median >= 1 ? "0.00" : "0.000";
        return Count == 0 ? "unknown" : $"{Median.ToString(format)} ({Min.ToString(format)}–{Max.ToString(format)})";
    }
}
