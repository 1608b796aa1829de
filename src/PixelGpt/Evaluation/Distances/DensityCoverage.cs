namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// Density and coverage of generated pictures (Naeem, Oh, Uh, Choi and Yoo, "Reliable fidelity and diversity metrics for
/// generative models", ICML 2020): in how many of the true pictures' balls a generated one lies, over k, and the share of
/// true pictures that have a generated one in their ball. Balls are of true pictures only, so that one outlier among the
/// generated cannot cover all.
/// </summary>
public static class DensityCoverage
{
    /// <summary>The paper's k.</summary>
    public const int DefaultNeighbors = 5;

    /// <summary>Both; density may be over 1, coverage is 0 to 1.</summary>
    /// <inheritdoc cref="PrecisionRecall.Compute"/>
    public static (double Density, double Coverage) Compute(FeatureSet generated, FeatureSet reference, int k, int threads)
    {
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(reference);
        NeighborBalls.Counts counts = new NeighborBalls(reference, k, threads).Count(generated);
        return ((double)counts.Pairs / ((double)k * generated.Count), (double)counts.BallsWithPoints / reference.Count);
    }
}
