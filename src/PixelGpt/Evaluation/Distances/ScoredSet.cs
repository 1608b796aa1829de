namespace PixelGpt.Evaluation.Distances;

/// <summary>A set of pictures as it comes to be scored: with the features of each, or known by their statistics alone, which FID is content with.</summary>
public sealed class ScoredSet
{
    private Gaussian? _gaussian;

    private ScoredSet(FeatureSet? features, FeatureStatistics? statistics) => (Features, Statistics) = (features, statistics);

    /// <summary>The features of each picture, where they are known.</summary>
    public FeatureSet? Features { get; }

    /// <summary>The statistics, where those are all that is known.</summary>
    public FeatureStatistics? Statistics { get; }

    /// <summary>Pictures, where their number is known.</summary>
    public int? Count => Features?.Count ?? Statistics?.Count;

    /// <summary>Features a picture.</summary>
    public int Width => Features?.Width ?? Statistics!.Width;

    /// <summary>The features, where they are known of few enough pictures to draw them again and again.</summary>
    internal FeatureSet? Resampled => Count <= FrechetBootstrap.MaxPictures ? Features : null;

    /// <summary>A set whose pictures were looked at.</summary>
    public static ScoredSet Of(FeatureSet features) => new(features ?? throw new ArgumentNullException(nameof(features)), null);

    /// <summary>A set of which statistics were kept.</summary>
    public static ScoredSet Of(FeatureStatistics statistics) => new(null, statistics ?? throw new ArgumentNullException(nameof(statistics)));

    /// <summary>Its normal distribution, computed once.</summary>
    internal Gaussian ToGaussian(int threads) => _gaussian ??= Features is not null ? Gaussian.Of(Features, threads) : Gaussian.Of(Statistics!);
}
