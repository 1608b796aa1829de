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
}
