namespace PixelGpt.Generation.Batching;

/// <summary>How much a <see cref="BatchingDecoder"/> takes on.</summary>
public sealed record BatchingOptions
{
    /// <summary>Threads that draw; results do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Pictures that may wait for their turn; more are refused.</summary>
    public int QueueLimit { get; init; } = 512;

    /// <summary>Called on a drawing thread before each pixel, so that tests can hold drawing back; null for nothing.</summary>
    internal Action? BeforeStep { get; init; }
}
