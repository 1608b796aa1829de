namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// Density and coverage of generated pictures (Naeem, Oh, Uh, Choi and Yoo, "Reliable fidelity and diversity metrics for
/// generative models", ICML 2020). Density is the mean number of true pictures' k-nearest-neighbour balls that contain a generated
/// picture, divided by k. Coverage is the fraction of true pictures whose ball contains a generated picture. Only true pictures
/// have balls, so a single outlier among the generated pictures cannot cover all true ones.
/// </summary>
internal static class DensityCoverage
{
    /// <summary>The k of the paper.</summary>
    public const int DefaultNeighbors = 5;

    /// <summary>Computes both. Density may exceed 1; coverage is 0 to 1.</summary>
    /// <inheritdoc cref="PrecisionRecall.Compute"/>
    public static (double Density, double Coverage) Compute(FeatureSet generated, FeatureSet reference, int k, int threads)
    {
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(reference);
        NearestNeighborManifold.Counts counts = new NearestNeighborManifold(reference, k, threads).Count(generated);
        return ((double)counts.Pairs / ((double)k * generated.Count), (double)counts.BallsWithPoints / reference.Count);
    }
}
