namespace PixelGpt.Evaluation;

/// <summary>How far the mean of so many independent figures is from what it would be over endlessly many: s ÷ √n.</summary>
public static class StandardError
{
    /// <summary>The standard error of a mean; null where one figure says nothing of chance.</summary>
    /// <param name="values">A figure a picture.</param>
    public static double? Compute(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count < 2) return null;
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1) / values.Count);
    }
}
