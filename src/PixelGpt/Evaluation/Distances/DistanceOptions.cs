namespace PixelGpt.Evaluation.Distances;

/// <summary>The settings for distances between sets of pictures.</summary>
internal sealed record DistanceOptions
{
    /// <summary>The maximum set size for which the default number of resamples is <see cref="ManyResamples"/>; for larger sets it is <see cref="FewResamples"/>, because the cost of a resample grows with the cube of the number of pictures.</summary>
    public const int SmallSet = 200;

    /// <summary>Default number of resamples for small sets.</summary>
    public const int ManyResamples = 1000;

    /// <summary>Default number of resamples for larger sets.</summary>
    public const int FewResamples = 200;

    /// <summary>Random seed.</summary>
    public ulong Seed { get; init; }

    /// <summary>Number of bootstrap resamples for FID's confidence interval: 0 for no interval, null for a default that depends on the sets' size.</summary>
    public int? Resamples { get; init; }

    /// <summary>Whether picture i of one set corresponds to picture i of the other, as a completion does to its truth.</summary>
    public bool IsPaired { get; init; }

    /// <summary>Number of KID subsets.</summary>
    public int KidSubsets { get; init; } = KernelDistance.DefaultSubsets;

    /// <summary>Number of pictures per KID subset; null for <see cref="KernelDistance.DefaultSubsetSize"/>.</summary>
    public int? KidSubsetSize { get; init; }

    /// <summary>The k of precision and recall.</summary>
    public int PrecisionNeighbors { get; init; } = PrecisionRecall.DefaultNeighbors;

    /// <summary>The k of density and coverage.</summary>
    public int CoverageNeighbors { get; init; } = DensityCoverage.DefaultNeighbors;

    /// <summary>Checks the settings that do not depend on the sets.</summary>
    /// <exception cref="InputException">A setting is out of range.</exception>
    public void Validate()
    {
        if (Resamples is < 0 or 1 or > 1_000_000) throw new InputException($"the number of resamples must be 0 (no interval) or 2 to 1000000 (got {Resamples})");
        if (KidSubsets is < 1 or > 1_000_000) throw new InputException($"the number of KID subsets must be 1 to 1000000 (got {KidSubsets})");
        if (KidSubsetSize < 2) throw new InputException($"the KID subset size must be at least 2 (got {KidSubsetSize})");
        if (PrecisionNeighbors < 1 || CoverageNeighbors < 1) throw new InputException($"the number of nearest neighbours must be at least 1 (got {Math.Min(PrecisionNeighbors, CoverageNeighbors)})");
    }
}
