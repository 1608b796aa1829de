namespace PixelGpt.Runs.Sweeps;

/// <summary>The results of a trial in <c>sweep.json</c>.</summary>
internal sealed record TrialRecord
{
    /// <summary>The name of the run folder.</summary>
    public required string Name { get; init; }

    /// <summary>The results, one per rung.</summary>
    public required IReadOnlyList<TrialResult> Results { get; init; }
}
