namespace PixelGpt.Bench;

/// <summary>The middle and the ends of some measurements; not-a-number where there are none.</summary>
internal readonly record struct Spread(double Median, double Min, double Max)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length == 0
            ? new Spread(double.NaN, double.NaN, double.NaN)
            : new Spread(sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2, sorted[0], sorted[^1]);
    }

    public override string ToString() => double.IsNaN(Median) ? "unknown" : $"{Median:0.00} ({Min:0.00}–{Max:0.00})";
}
