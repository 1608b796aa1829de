using System.Text.Json;
using System.Text.Json.Serialization;

namespace PixelGpt.Evaluation.Distances;

/// <summary>How far a set of generated pictures is from a set of true ones, with all that the numbers depend on.</summary>
public sealed record DistanceReport
{
    /// <summary>The protocol's name.</summary>
    public required string Protocol { get; init; }

    /// <summary>The network that looked, its weights and its resizing.</summary>
    public required string Network { get; init; }

    /// <summary>Features a picture.</summary>
    public required int Features { get; init; }

    /// <summary>Generated pictures; null where they are known by statistics that do not tell.</summary>
    public required int? Pictures { get; init; }

    /// <summary>True pictures.</summary>
    public required int? ReferencePictures { get; init; }

    /// <summary>What all chance follows from.</summary>
    public required ulong Seed { get; init; }

    /// <summary>FID (Heusel et al. 2017).</summary>
    public required double Fid { get; init; }

    /// <summary>The lower end of FID's 95 % interval over pictures drawn again; null where none is computed.</summary>
    public double? FidLow { get; init; }

    /// <summary>Its upper end.</summary>
    public double? FidHigh { get; init; }

    /// <summary>The resamples it is of.</summary>
    public int? Resamples { get; init; }

    /// <summary>What was drawn again: <c>pairs</c>, <c>both</c>, <c>pictures</c> or <c>reference</c>.</summary>
    public string? Resampled { get; init; }

    /// <summary>The mean FID of one random half of the true pictures against the other: what perfection would score with so few.</summary>
    public double? FidOfTrueHalves { get; init; }

    /// <summary>Pictures in such a half.</summary>
    public int? TrueHalf { get; init; }

    /// <summary>How the number of pictures biases FID.</summary>
    public required string FidBias { get; init; }

    /// <summary>KID (Bińkowski et al. 2018): the mean over the subsets. This and what follows is null where one side is known by statistics alone, or has too few pictures.</summary>
    public double? Kid { get; init; }

    /// <summary>Its standard deviation over the subsets.</summary>
    public double? KidDeviation { get; init; }

    /// <summary>The subsets.</summary>
    public int? KidSubsets { get; init; }

    /// <summary>Pictures of each set in a subset.</summary>
    public int? KidSubsetSize { get; init; }

    /// <summary>The share of generated pictures in the true ones' region (Kynkäänniemi et al. 2019).</summary>
    public double? Precision { get; init; }

    /// <summary>The share of true pictures in the generated ones' region.</summary>
    public double? Recall { get; init; }

    /// <summary>The k of both.</summary>
    public int? PrecisionNeighbors { get; init; }

    /// <summary>How deep generated pictures lie among the true ones (Naeem et al. 2020); 1 where sets are alike, and it may be more.</summary>
    public double? Density { get; init; }

    /// <summary>The share of true pictures with a generated one near.</summary>
    public double? Coverage { get; init; }

    /// <summary>The k of both.</summary>
    public int? CoverageNeighbors { get; init; }

    /// <summary>Why the protocol's numbers mislead, if they do.</summary>
    public string? Warning { get; init; }

    /// <summary>Computes all of it.</summary>
    /// <param name="protocol">The protocol that the features were made under.</param>
    /// <param name="network">The name of the network that made them.</param>
    /// <param name="generated">The generated pictures.</param>
    /// <param name="reference">The true ones.</param>
    /// <param name="options">The settings.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Gives up at the next resample.</param>
    /// <exception cref="InputException">The sets are of different networks, or a setting does not suit them.</exception>
    public static DistanceReport Compute(
        DistanceProtocol protocol, string network, ScoredSet generated, ScoredSet reference, DistanceOptions options, int threads, CancellationToken cancellationToken = default)
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
            Fid = fid,
            FidBias = BiasOf(generated, reference),
            Warning = protocol.Warning,
        };
        return report.WithInterval(generated, reference, options, threads, cancellationToken).WithNeighbors(generated.Features, reference.Features, options, threads);
    }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, DistanceJson.Default.DistanceReport);

    private static string BiasOf(ScoredSet generated, ScoredSet reference)
    {
        int? fewest = generated.Count is { } a && reference.Count is { } b ? Math.Min(a, b) : generated.Count ?? reference.Count;
        string few = fewest is not { } count ? "how many pictures the statistics are of is not known"
            : count <= generated.Width ? $"{count} pictures cannot fill {generated.Width} dimensions"
            : $"{count} pictures are not endless";
        return $"too high: {few}, and FID falls as their number grows; compare it only with FIDs of as many pictures, and see KID, which has no such bias";
    }

    private DistanceReport WithInterval(ScoredSet generated, ScoredSet reference, DistanceOptions options, int threads, CancellationToken cancellationToken)
    {
        DistanceReport report = this;
        if (reference.Resampled is { Count: >= 4 } set)
            report = report with { FidOfTrueHalves = FrechetBootstrap.Halves(set, options.Seed, threads, cancellationToken), TrueHalf = set.Count / 2 };
        (FeatureSet? a, FeatureSet? b) = (generated.Resampled, reference.Resampled);
        if (a is null && b is null) return report;
        int resamples = options.Resamples ?? (Math.Max(a?.Count ?? 0, b?.Count ?? 0) <= DistanceOptions.SmallSet ? DistanceOptions.ManyResamples : DistanceOptions.FewResamples);
        if (resamples == 0) return report;
        bool paired = options.IsPaired && a?.Count == b?.Count;
        (double low, double high) = a is not null && b is not null ? FrechetBootstrap.Interval(a, b, paired, Fid, resamples, options.Seed, threads, cancellationToken)
            : a is not null ? FrechetBootstrap.Interval(a, reference.ToGaussian(threads), Fid, resamples, options.Seed, threads, cancellationToken)
            : FrechetBootstrap.Interval(b!, generated.ToGaussian(threads), Fid, resamples, options.Seed, threads, cancellationToken);
        return report with
        {
            FidLow = low,
            FidHigh = high,
            Resamples = resamples,
            Resampled = a is null ? "reference" : b is null ? "pictures" : paired ? "pairs" : "both",
        };
    }

    private DistanceReport WithNeighbors(FeatureSet? generated, FeatureSet? reference, DistanceOptions options, int threads)
    {
        if (generated is null || reference is null) return this;
        int size = options.KidSubsetSize ?? KernelDistance.DefaultSubsetSize(generated.Count, reference.Count);
        (double kid, double deviation) = KernelDistance.Between(generated, reference, options.KidSubsets, size, options.Seed, threads);
        DistanceReport report = this with { Kid = kid, KidDeviation = deviation, KidSubsets = options.KidSubsets, KidSubsetSize = size };
        int fewest = Math.Min(generated.Count, reference.Count);
        if (options.PrecisionNeighbors < fewest)
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

/// <summary>The report's JSON: snake case, no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DistanceReport))]
internal sealed partial class DistanceJson : JsonSerializerContext;
