namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// Precision and recall of generated pictures (Kynkäänniemi, Karras, Laine, Lehtinen and Aila, "Improved precision and
/// recall metric for assessing generative models", NeurIPS 2019): the fraction of generated pictures within the manifold of
/// the true ones, and the fraction of true pictures within the manifold of the generated ones.
/// </summary>
internal static class PrecisionRecall
{
    /// <summary>The k of the paper.</summary>
    public const int DefaultNeighbors = 3;

    /// <summary>Computes both, 0 to 1.</summary>
    /// <param name="generated">Features of the generated pictures.</param>
    /// <param name="reference">Features of the true pictures.</param>
    /// <param name="k">Number of nearest neighbours that define a ball's radius.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <returns>The two values.</returns>
    /// <exception cref="InputException"><paramref name="k"/> does not suit the sets, or their numbers of features differ.</exception>
    public static (double Precision, double Recall) Compute(FeatureSet generated, FeatureSet reference, int k, int threads)
    {
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(reference);
        int generatedInside = new NearestNeighborManifold(reference, k, threads).Count(generated).PointsInside, referenceInside = new NearestNeighborManifold(generated, k, threads).Count(reference).PointsInside;
        return ((double)generatedInside / generated.Count, (double)referenceInside / reference.Count);
    }
}
