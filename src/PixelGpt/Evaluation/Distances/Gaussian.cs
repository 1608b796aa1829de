using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Evaluation.Distances;

/// <summary>A normal distribution for FID: its mean, and a factor F of its covariance FᵀF with as few rows as possible.</summary>
internal sealed class Gaussian
{
    private Gaussian(double[] mean, DoubleMatrix factor, double trace) => (Mean, Factor, Trace) = (mean, factor, trace);

    /// <summary>The mean.</summary>
    public double[] Mean { get; }

    /// <summary>The factor, [rank, width].</summary>
    public DoubleMatrix Factor { get; }

    /// <summary>The trace of the covariance.</summary>
    public double Trace { get; }

    /// <summary>Fits a distribution to a set. With fewer pictures than features, the centred features are the factor; otherwise the covariance is computed.</summary>
    public static Gaussian Of(FeatureSet features, int threads)
    {
        if (features.Count > features.Width) return Of(FeatureStatistics.Of(features, null, threads));
        double[] mean = features.Mean();
        DoubleMatrix factor = features.CenteredFactor(mean);
        return new Gaussian(mean, factor, DoubleVectors.Dot(factor.Values, factor.Values));
    }

    /// <summary>Creates the distribution of given statistics.</summary>
    public static Gaussian Of(FeatureStatistics statistics)
    {
        double trace = 0;
        for (int i = 0; i < statistics.Width; i++) trace += statistics.Covariance[i, i];
        return new Gaussian(statistics.Mean, PivotedCholesky.Factor(statistics.Covariance), trace);
    }
}
