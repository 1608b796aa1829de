namespace PixelGpt.Evaluation;

/// <summary>The standard error of a mean of independent values: s ÷ √n.</summary>
internal static class StandardError
{
    /// <summary>Computes the standard error.</summary>
    /// <param name="values">One value per picture.</param>
    /// <returns>The standard error; null for fewer than two values.</returns>
    public static double? Compute(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count < 2) return null;
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1) / values.Count);
    }

    /// <summary>Computes the standard error of a sum of numerators divided by a sum of denominators (a ratio of means: Cochran, Sampling Techniques, 1977, 6.4).</summary>
    /// <param name="numerators">One value per picture.</param>
    /// <param name="denominators">One value per picture; their sum is positive.</param>
    /// <returns>The standard error; null for fewer than two pictures.</returns>
    public static double? OfRatio(IReadOnlyList<double> numerators, IReadOnlyList<double> denominators)
    {
        ArgumentNullException.ThrowIfNull(numerators);
        ArgumentNullException.ThrowIfNull(denominators);
        if (numerators.Count < 2) return null;
        double mean = denominators.Average(), ratio = numerators.Average() / mean;
        return Compute([.. numerators.Select((n, i) => (n - (ratio * denominators[i])) / mean)]);
    }
}
