namespace PixelGpt.Judging.Measures;

/// <summary>The interval that a rate lies in with a confidence of 95 %, told from a number of trials (Wilson 1927).</summary>
public static class WilsonInterval
{
    /// <summary>The 97.5 % point of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>The interval's ends, within 0 and 1.</summary>
    /// <param name="successes">How often it happened.</param>
    /// <param name="trials">Out of how many: at least 1.</param>
    public static (double Low, double High) Of(int successes, int trials)
    {
        double n = trials, p = successes / n, denominator = 1 + (Z * Z / n);
        double center = (p + (Z * Z / (2 * n))) / denominator, half = Z / denominator * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n)));
        return (Math.Max(0, center - half), Math.Min(1, center + half));
    }
}
