namespace PixelGpt.Evaluation.Distances;

/// <summary>The settings of the distances.</summary>
public sealed record DistanceOptions
{
    /// <summary>Up to this many pictures a set is resampled <see cref="ManyResamples"/> times, beyond <see cref="FewResamples"/> times, unless told otherwise: a resample's cost grows with the cube.</summary>
    public const int SmallSet = 200;

    /// <summary>Resamples of small sets.</summary>
    public const int ManyResamples = 1000;

    /// <summary>Resamples of larger sets.</summary>
    public const int FewResamples = 200;

    /// <summary>What all chance follows from.</summary>
    public ulong Seed { get; init; }

    /// <summary>Resamples for FID's interval: 0 for none, null for as many as the sets' size allows.</summary>
    public int? Resamples { get; init; }

    /// <summary>Whether picture i of one set belongs with picture i of the other, as a completion does with its truth.</summary>
    public bool IsPaired { get; init; }

    /// <summary>KID's subsets.</summary>
    public int KidSubsets { get; init; } = KernelDistance.DefaultSubsets;

    /// <summary>Pictures a subset; null for <see cref="KernelDistance.DefaultSubsetSize"/>.</summary>
    public int? KidSubsetSize { get; init; }

    /// <summary>The k of precision and recall.</summary>
    public int PrecisionNeighbors { get; init; } = PrecisionRecall.DefaultNeighbors;

    /// <summary>The k of density and coverage.</summary>
    public int CoverageNeighbors { get; init; } = DensityCoverage.DefaultNeighbors;

    /// <summary>Checks what can be checked without the sets.</summary>
    /// <exception cref="InputException">A setting is out of range.</exception>
    public void Validate()
    {
        if (Resamples is < 0 or 1 or > 1_000_000) throw new InputException($"{Resamples} resamples: give 0 for no interval, or 2 to 1000000");
        if (KidSubsets is < 1 or > 1_000_000) throw new InputException($"KID of {KidSubsets} subsets: give 1 to 1000000");
        if (KidSubsetSize < 2) throw new InputException($"KID subsets of {KidSubsetSize} pictures: give at least 2");
        if (PrecisionNeighbors < 1 || CoverageNeighbors < 1) throw new InputException($"{Math.Min(PrecisionNeighbors, CoverageNeighbors)} nearest neighbours: give at least 1");
    }
}
