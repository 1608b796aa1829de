namespace PixelGpt.Judging.Measures;

/// <summary>The 95 % confidence interval of a rate (Wilson 1927).</summary>
internal static class WilsonInterval
{
    /// <summary>The 97.5 % point of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>Computes the interval.</summary>
    /// <param name="successes">Number of successes.</param>
    /// <param name="trials">Number of trials, at least 1.</param>
    /// <returns>Both ends of the interval, 0 to 1.</returns>
    public static (double Low, double High) Of(int successes, int trials)
    {
        double n = trials, p = successes / n, denominator = 1 + (Z * Z / n);
        double center = (p + (Z * Z / (2 * n))) / denominator, half = Z / denominator * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n)));
        return (Math.Max(0, center - half), Math.Min(1, center + half));
    }
}
