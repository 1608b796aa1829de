namespace PixelGpt.Generation.Batching;

/// <summary>Options of a <see cref="BatchingDecoder"/>.</summary>
public sealed record BatchingOptions
{
    /// <summary>The number of threads to use; results do not depend on it. Default: the number of processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The maximum number of waiting pictures; further requests are rejected with a <see cref="QueueFullException"/>. Default: 512.</summary>
    public int QueueLimit { get; init; } = 512;

    /// <summary>The maximum number of waiting pictures of one client (<see cref="CompletionRequest.Client"/>), so that others find room in the queue; null for <see cref="QueueLimit"/>.</summary>
    public int? ClientQueueLimit { get; init; }

    /// <summary>Called on each worker thread when it starts, for example to set its priority; null for nothing.</summary>
    internal Action? ThreadStarting { get; init; }

    /// <summary>Called on a worker thread before each step, so that tests can pause generation; null for nothing.</summary>
    internal Action? BeforeStep { get; init; }
}
