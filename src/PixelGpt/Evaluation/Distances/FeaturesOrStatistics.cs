namespace PixelGpt.Evaluation.Distances;

/// <summary>A set of pictures to compare: either the features of each picture, or only their statistics. Statistics suffice for FID.</summary>
internal sealed class FeaturesOrStatistics
{
    private Gaussian? _gaussian;

    private FeaturesOrStatistics(FeatureSet? features, FeatureStatistics? statistics) => (Features, Statistics) = (features, statistics);

    /// <summary>The features of each picture; null if only statistics are known.</summary>
    public FeatureSet? Features { get; }

    /// <summary>The statistics; null if the features are known.</summary>
    public FeatureStatistics? Statistics { get; }

    /// <summary>The number of pictures; null if unknown.</summary>
    public int? Count => Features?.Count ?? Statistics?.Count;

    /// <summary>The number of features per picture.</summary>
    public int Width => Features?.Width ?? Statistics!.Width;

    /// <summary>The features if the set is small enough for bootstrap resampling; otherwise null.</summary>
    internal FeatureSet? FeaturesToResample => Count <= FrechetBootstrap.MaxPictures ? Features : null;

    /// <summary>Creates a set with known features.</summary>
    /// <param name="features">The features.</param>
    /// <returns>The set.</returns>
    public static FeaturesOrStatistics Of(FeatureSet features) => new(features ?? throw new ArgumentNullException(nameof(features)), null);

    /// <summary>Creates a set of which only statistics are known.</summary>
    /// <param name="statistics">The statistics.</param>
    /// <returns>The set.</returns>
    public static FeaturesOrStatistics Of(FeatureStatistics statistics) => new(null, statistics ?? throw new ArgumentNullException(nameof(statistics)));

    /// <summary>Returns the normal distribution fitted to the features; computed once.</summary>
    internal Gaussian ToGaussian(int threads) => _gaussian ??= Features is not null ? Gaussian.Of(Features, threads) : Gaussian.Of(Statistics!);
}
