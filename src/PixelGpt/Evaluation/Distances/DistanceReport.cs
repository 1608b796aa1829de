using System.Text.Json;
using PixelGpt.Evaluation.Features.ResNet;
using PixelGpt.Imaging;

namespace PixelGpt.Evaluation.Distances;

/// <summary>The distances between a set of generated pictures and a reference set, with everything that the values depend on.</summary>
public sealed record DistanceReport
{
    /// <summary>Name of the protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>What <see cref="Frechet"/> is called under this protocol: <c>FID</c> only with the features of Inception v3.</summary>
    public string Metric => DistanceProtocol.FindOrDefault(Protocol).Metric;

    /// <summary>What <see cref="Kernel"/> is called under this protocol: <c>KID</c> only with the features of Inception v3.</summary>
    public string KernelMetric => DistanceProtocol.FindOrDefault(Protocol).KernelMetric;

    /// <summary>Full name of the network, its weights and its resizing.</summary>
    public required string Network { get; init; }

    /// <summary>Number of features per picture.</summary>
    public required int Features { get; init; }

    /// <summary>Number of generated pictures; null if unknown (statistics without a count).</summary>
    public required int? Pictures { get; init; }

    /// <summary>Number of reference pictures; null if unknown.</summary>
    public required int? ReferencePictures { get; init; }

    /// <summary>Random seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The squared Fréchet distance (Heusel et al. 2017).</summary>
    public required double Frechet { get; init; }

    /// <summary>Lower bound of its 95 % bootstrap confidence interval; null if not computed.</summary>
    public double? FrechetLow { get; init; }

    /// <summary>Upper bound of the interval.</summary>
    public double? FrechetHigh { get; init; }

    /// <summary>Number of bootstrap resamples.</summary>
    public int? Resamples { get; init; }

    /// <summary>What was resampled: <c>pairs</c>, <c>both</c> sets independently, the generated <c>pictures</c>, or the <c>reference</c>.</summary>
    public string? Resampled { get; init; }

    /// <summary>Mean Fréchet distance between random halves of the reference set: the distance that a perfect model would have with that number of pictures.</summary>
    public double? FrechetOfTrueHalves { get; init; }

    /// <summary>Number of pictures in such a half.</summary>
    public int? TrueHalf { get; init; }

    /// <summary>A note on how the number of pictures biases it.</summary>
    public required string FrechetBias { get; init; }

    /// <summary>The kernel distance (Bińkowski et al. 2018), the mean over the subsets. This and the following values are null if only statistics of a set are known or a set has too few pictures.</summary>
    public double? Kernel { get; init; }

    /// <summary>Standard deviation of the kernel distance over the subsets.</summary>
    public double? KernelDeviation { get; init; }

    /// <summary>Number of subsets of the kernel distance.</summary>
    public int? KernelSubsets { get; init; }

    /// <summary>Number of pictures of each set in a subset.</summary>
    public int? KernelSubsetSize { get; init; }

    /// <summary>Precision (Kynkäänniemi et al. 2019): fraction of generated pictures within the manifold of the reference set.</summary>
    public double? Precision { get; init; }

    /// <summary>Recall: fraction of reference pictures within the manifold of the generated set.</summary>
    public double? Recall { get; init; }

    /// <summary>The k of precision and recall.</summary>
    public int? PrecisionNeighbors { get; init; }

    /// <summary>Density (Naeem et al. 2020): 1 if both sets have the same distribution; it may be greater.</summary>
    public double? Density { get; init; }

    /// <summary>Coverage: fraction of reference pictures with a generated picture nearby.</summary>
    public double? Coverage { get; init; }

    /// <summary>The k of density and coverage.</summary>
    public int? CoverageNeighbors { get; init; }

    /// <summary>Why the results of this protocol are misleading; null if they are not.</summary>
    public string? Warning { get; init; }

    /// <summary>Computes the resnet18 distances between generated and true pictures.</summary>
    /// <param name="network">The network that computes the features.</param>
    /// <param name="pictures">The generated pictures, of any size; at least 2.</param>
    /// <param name="reference">The true pictures, of any size; at least 2.</param>
    /// <param name="isPaired">Whether picture i of one set corresponds to picture i of the other, as a completion does to its truth.</param>
    /// <param name="seed">Random seed of the confidence interval and of the subsets.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture and resample.</param>
    /// <returns>The report.</returns>
    /// <exception cref="InputException">A set has too few pictures.</exception>
    public static DistanceReport Compute(
        ResNet18 network, IReadOnlyList<PixelImage> pictures, IReadOnlyList<PixelImage> reference, bool isPaired, ulong seed = 0, int threads = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        FeaturesOrStatistics Features(IReadOnlyList<PixelImage> set) => FeaturesOrStatistics.Of(new FeatureSet(network.Extract(set, threads, null, cancellationToken)));
        return Compute(DistanceProtocol.ResNet18, network.Name, Features(pictures), Features(reference), new DistanceOptions { IsPaired = isPaired, Seed = seed }, threads, cancellationToken);
    }

    /// <summary>Computes all distances.</summary>
    /// <param name="protocol">The protocol that the features were computed under.</param>
    /// <param name="network">Name of the network that computed them.</param>
    /// <param name="generated">Features of the generated pictures.</param>
    /// <param name="reference">Features of the reference pictures.</param>
    /// <param name="options">Settings.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per resample.</param>
    /// <returns>The report.</returns>
    /// <exception cref="InputException">The features have different widths, or a setting does not suit the sets.</exception>
    internal static DistanceReport Compute(
        DistanceProtocol protocol, string network, FeaturesOrStatistics generated, FeaturesOrStatistics reference, DistanceOptions options, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        FrechetDistance.CheckWidths(generated.Width, reference.Width);
        double fid = generated.Features is not null && reference.Features is not null
            ? protocol.Frechet(generated.Features, reference.Features, threads)
            : FrechetDistance.Between(generated.ToGaussian(threads), reference.ToGaussian(threads), threads);
        DistanceReport report = new()
        {
            Protocol = protocol.Name,
            Network = network,
            Features = generated.Width,
            Pictures = generated.Count,
            ReferencePictures = reference.Count,
            Seed = options.Seed,
            Frechet = fid,
            FrechetBias = BiasOf(protocol, generated, reference),
            Warning = protocol.Warning,
        };
        return report.WithInterval(generated, reference, options, threads, cancellationToken).WithFeatureDistances(generated.Features, reference.Features, options, threads);
    }

    /// <summary>Serialises the report as JSON.</summary>
    /// <returns>The JSON text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, DistanceJson.Default.DistanceReport);

    private static string BiasOf(DistanceProtocol protocol, FeaturesOrStatistics generated, FeaturesOrStatistics reference)
    {
        int? smallest = generated.Count is { } a && reference.Count is { } b ? Math.Min(a, b) : generated.Count ?? reference.Count;
        string reason = smallest is not { } count ? "the number of pictures is unknown"
            : count <= generated.Width ? $"{count} pictures do not span {generated.Width} dimensions"
            : $"estimated from {count} pictures";
        return $"too high: {reason}; the {protocol.Metric} decreases as the number of pictures grows, so compare it only with those of the same number of pictures, or use the {protocol.KernelMetric}, which has no such bias";
    }

    private DistanceReport WithInterval(FeaturesOrStatistics generated, FeaturesOrStatistics reference, DistanceOptions options, int threads, CancellationToken cancellationToken)
    {
        DistanceReport report = this;
        if (reference.FeaturesToResample is { Count: >= 4 } set)
            report = report with { FrechetOfTrueHalves = FrechetBootstrap.MeanDistanceOfHalves(set, options.Seed, threads, cancellationToken), TrueHalf = set.Count / 2 };
        (FeatureSet? a, FeatureSet? b) = (generated.FeaturesToResample, reference.FeaturesToResample);
        if (a is null && b is null) return report;
        int resamples = options.Resamples ?? (Math.Max(a?.Count ?? 0, b?.Count ?? 0) <= DistanceOptions.SmallSet ? DistanceOptions.ManyResamples : DistanceOptions.FewResamples);
        if (resamples == 0) return report;
        var bootstrap = new BootstrapOptions(resamples, options.Seed, threads);
        bool paired = options.IsPaired && a?.Count == b?.Count;
        (double low, double high) = a is not null && b is not null ? FrechetBootstrap.Interval(a, b, paired, Frechet, bootstrap, cancellationToken)
            : a is not null ? FrechetBootstrap.Interval(a, reference.ToGaussian(threads), Frechet, bootstrap, cancellationToken)
            : FrechetBootstrap.Interval(b!, generated.ToGaussian(threads), Frechet, bootstrap, cancellationToken);
        return report with
        {
            FrechetLow = low,
            FrechetHigh = high,
            Resamples = resamples,
            Resampled = a is null ? "reference" : b is null ? "pictures" : paired ? "pairs" : "both",
        };
    }

    private DistanceReport WithFeatureDistances(FeatureSet? generated, FeatureSet? reference, DistanceOptions options, int threads)
    {
        if (generated is null || reference is null) return this;
        int size = options.KidSubsetSize ?? KernelDistance.DefaultSubsetSize(generated.Count, reference.Count);
        (double kid, double deviation) = KernelDistance.Between(generated, reference, options.KidSubsets, size, options.Seed, threads);
        DistanceReport report = this with { Kernel = kid, KernelDeviation = deviation, KernelSubsets = options.KidSubsets, KernelSubsetSize = size };
        int smallest = Math.Min(generated.Count, reference.Count);
        if (options.PrecisionNeighbors < smallest)
        {
            (double precision, double recall) = PrecisionRecall.Compute(generated, reference, options.PrecisionNeighbors, threads);
            report = report with { Precision = precision, Recall = recall, PrecisionNeighbors = options.PrecisionNeighbors };
        }

        if (options.CoverageNeighbors < reference.Count)
        {
            (double density, double coverage) = DensityCoverage.Compute(generated, reference, options.CoverageNeighbors, threads);
            report = report with { Density = density, Coverage = coverage, CoverageNeighbors = options.CoverageNeighbors };
        }

        return report;
    }
}
