using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Evaluation.Distances;

/// <summary>A normal distribution as FID sees it: the mean, and a factor F of the covariance FᵀF that has no more rows than it must.</summary>
internal sealed class Gaussian
{
    private Gaussian(double[] mean, DoubleMatrix factor, double trace) => (Mean, Factor, Trace) = (mean, factor, trace);

    /// <summary>The mean.</summary>
    public double[] Mean { get; }

    /// <summary>The factor, [rank, width].</summary>
    public DoubleMatrix Factor { get; }

    /// <summary>The sum of the variances.</summary>
    public double Trace { get; }

    /// <summary>That of a set: of fewer pictures than features the centred features are the factor, of more the covariance is computed.</summary>
    public static Gaussian Of(FeatureSet features, int threads)
    {
        if (features.Count > features.Width) return Of(FeatureStatistics.Of(features, null, threads));
        double[] mean = features.Mean();
        DoubleMatrix factor = features.CenteredFactor(mean);
        return new Gaussian(mean, factor, DoubleVectors.Dot(factor.Values, factor.Values));
    }

    /// <summary>That of statistics.</summary>
    public static Gaussian Of(FeatureStatistics statistics)
    {
        double trace = 0;
        for (int i = 0; i < statistics.Width; i++) trace += statistics.Covariance[i, i];
        return new Gaussian(statistics.Mean, PivotedCholesky.Factor(statistics.Covariance), trace);
    }
}
