using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// FID, the Fréchet Inception distance (Heusel et al., "GANs trained by a two time-scale update rule converge to a local
/// Nash equilibrium", 2017): ‖μ₁ − μ₂‖² + tr Σ₁ + tr Σ₂ − 2 tr √(Σ₁Σ₂), the squared Fréchet distance between normal
/// distributions with the means and covariances of two sets of features.
/// </summary>
/// <remarks>
/// With Σ₁ = AᵀA and Σ₂ = BᵀB, tr √(Σ₁Σ₂) is the nuclear norm (the sum of the singular values) of A·Bᵀ. For N pictures A has
/// N rows, so 80 pictures need the singular values of an 80×80 matrix instead of the square root of a 2048×2048 matrix. No ε is
/// needed because no matrix is inverted.
/// </remarks>
internal static class FrechetDistance
{
    /// <summary>Computes the distance between two sets.</summary>
    /// <param name="a">First set.</param>
    /// <param name="b">Second set, with the same number of features.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <returns>The distance.</returns>
    /// <exception cref="InputException">The sets have different numbers of features.</exception>
    public static double Between(FeatureSet a, FeatureSet b, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        CheckWidths(a.Width, b.Width);
        return Between(Gaussian.Of(a, threads), Gaussian.Of(b, threads), threads);
    }

    /// <summary>Computes the distance between a set and statistics.</summary>
    /// <inheritdoc cref="Between(FeatureSet, FeatureSet, int)"/>
    public static double Between(FeatureSet a, FeatureStatistics b, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        CheckWidths(a.Width, b.Width);
        return Between(Gaussian.Of(a, threads), Gaussian.Of(b), threads);
    }

    /// <summary>Computes the distance between two statistics.</summary>
    /// <inheritdoc cref="Between(FeatureSet, FeatureSet, int)"/>
    public static double Between(FeatureStatistics a, FeatureStatistics b, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        CheckWidths(a.Width, b.Width);
        return Between(Gaussian.Of(a), Gaussian.Of(b), threads);
    }

    /// <summary>
    /// Computes the distance as the course's original script does, except for the error of its matrix square root: means and their
    /// distance in single precision, which changes the seventh digit; everything else in double precision.
    /// </summary>
    /// <inheritdoc cref="Between(FeatureSet, FeatureSet, int)"/>
    public static double WithSinglePrecisionMeans(FeatureSet a, FeatureSet b, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        CheckWidths(a.Width, b.Width);
        Gaussian first = Gaussian.Of(a, threads), second = Gaussian.Of(b, threads);
        float[] meanA = SingleMean(a), meanB = SingleMean(b);
        float sum = 0;
        for (int i = 0; i < meanA.Length; i++) sum += (meanA[i] - meanB[i]) * (meanA[i] - meanB[i]);
        return Math.Max(0, sum + CovarianceTerm(first, second, threads));
    }

    internal static double Between(Gaussian a, Gaussian b, int threads) => Math.Max(0, MeanTerm(a.Mean, b.Mean) + CovarianceTerm(a, b, threads));

    internal static void CheckWidths(int a, int b)
    {
        if (a != b) throw new InputException($"features of width {a} and {b} cannot be compared; they come from different networks");
    }

    private static double MeanTerm(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    private static double CovarianceTerm(Gaussian a, Gaussian b, int threads) =>
        a.Trace + b.Trace - (2 * SingularValues.Sum(DoubleMatrix.TimesTransposed(a.Factor, b.Factor, threads)));

    private static float[] SingleMean(FeatureSet set)
    {
        float[] mean = new float[set.Width];
        for (int row = 0; row < set.Count; row++)
        {
            ReadOnlySpan<double> values = set.Matrix.Row(row);
            for (int i = 0; i < mean.Length; i++) mean[i] += (float)values[i];
        }

        foreach (ref float value in mean.AsSpan()) value /= set.Count;
        return mean;
    }
}
