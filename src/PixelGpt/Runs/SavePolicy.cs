namespace PixelGpt.Runs;

/// <summary>When a run is saved in addition to the end of each epoch, and how failed saves are retried.</summary>
public sealed record SavePolicy
{
    /// <summary>The time between checkpoints within an epoch; <see cref="Timeout.InfiniteTimeSpan"/> for none.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The time between a failed save and the next try. Training continues meanwhile.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the final save is retried before the run fails.</summary>
    public int LastRetries { get; init; } = 5;
}
