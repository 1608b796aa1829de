namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// Precision and recall of generated pictures (Kynkäänniemi, Karras, Laine, Lehtinen and Aila, "Improved precision and
/// recall metric for assessing generative models", NeurIPS 2019): the share of generated pictures that lie in the region of
/// the true ones, and of true ones in that of the generated.
/// </summary>
public static class PrecisionRecall
{
    /// <summary>The paper's k.</summary>
    public const int DefaultNeighbors = 3;

    /// <summary>Both, 0 to 1.</summary>
    /// <param name="generated">The generated pictures.</param>
    /// <param name="reference">The true ones.</param>
    /// <param name="k">Which nearest neighbour balls reach to.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <exception cref="InputException">A set has no k-th neighbours, or the widths differ.</exception>
    public static (double Precision, double Recall) Compute(FeatureSet generated, FeatureSet reference, int k, int threads)
    {
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(reference);
        int good = new NeighborBalls(reference, k, threads).Count(generated).PointsInside, reached = new NeighborBalls(generated, k, threads).Count(reference).PointsInside;
        return ((double)good / generated.Count, (double)reached / reference.Count);
    }
}
