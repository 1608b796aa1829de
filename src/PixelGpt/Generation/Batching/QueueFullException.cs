namespace PixelGpt.Generation.Batching;

/// <summary>The queue of a <see cref="BatchingDecoder"/> is full. Nothing was generated; the same request may succeed later.</summary>
/// <param name="limit">The maximum number of waiting pictures.</param>
/// <param name="retryAfter">Estimated time until there is room.</param>
public sealed class QueueFullException(int limit, TimeSpan retryAfter)
    : FailureException($"the queue is full (limit {limit} pictures); try again in {Math.Ceiling(retryAfter.TotalSeconds)} s")
{
    /// <summary>The estimated time until there is room.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
