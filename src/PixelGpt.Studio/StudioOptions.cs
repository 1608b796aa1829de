using System.Net;

namespace PixelGpt.Studio;

/// <summary>What a studio serves, and to whom.</summary>
public sealed record StudioOptions
{
    /// <summary>The address it listens at: of this machine alone, unless said otherwise.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Its port; 0 for any free one.</summary>
    public int Port { get; init; } = 5050;

    /// <summary>The folder whose sub-folders are models and runs.</summary>
    public string Models { get; init; } = "runs";

    /// <summary>Folders of sprites to train on, besides those found beside the models.</summary>
    public IReadOnlyList<string> Data { get; init; } = [];

    /// <summary>What callers must know; null for nothing, which only a loopback address allows.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Threads that draw, and threads that train.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
