namespace PixelGpt.Generation.Batching;

/// <summary>There is no room for more waiting pictures. Nothing was begun; the same request may succeed later.</summary>
public sealed class QueueFullException(int limit, TimeSpan retryAfter)
    : FailureException($"{limit} pictures are waiting already; try again in {Math.Ceiling(retryAfter.TotalSeconds)} s")
{
    /// <summary>When there is likely to be room.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
