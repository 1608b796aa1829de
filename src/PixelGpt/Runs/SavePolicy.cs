namespace PixelGpt.Runs;

/// <summary>When a run is saved beside after every epoch, and what happens when the disk will not have it.</summary>
public sealed record SavePolicy
{
    /// <summary>A checkpoint is due when the last is so old, after the step under way; <see cref="Timeout.InfiniteTimeSpan"/> for none within epochs.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long after a failed save the next is tried. Training goes on meanwhile, with all kept in memory.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the last save of all is tried again before the run gives up.</summary>
    public int LastRetries { get; init; } = 5;
}
