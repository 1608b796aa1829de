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

    /// <summary>Names it may be called by, besides addresses, where it listens at other than a loopback address.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [System.Net.Dns.GetHostName()];

    /// <summary>Pictures of one model that may wait for their turn; more are refused.</summary>
    public int QueueLimit { get; init; } = 512;

    /// <summary>How long a completion may take, its waiting included.</summary>
    public TimeSpan CompletionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock that limits how long a completion may take, how often training steps are reported and how long closing waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Called on a drawing thread before each pixel, so that tests can hold drawing back; null for nothing.</summary>
    internal Action? BeforeStep { get; init; }

    /// <summary>Threads that draw, and threads that train.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Makes sure that every value makes sense.</summary>
    /// <exception cref="InputException">One does not.</exception>
    public void Validate()
    {
        InputException.Check(Port is >= 0 and <= 65535, "port", Port, "0 to 65535");
        InputException.Check(Threads >= 1, "threads", Threads, "at least 1");
        if (ApiKey is { Length: < 16 }) throw new InputException("the API key is shorter than 16 characters: too easy to guess");
        if (!IPAddress.IsLoopback(Address) && ApiKey is null)
            throw new InputException($"others can reach {Address}: give --api-key (or PIXELGPT_API_KEY), which callers must then send, or listen at 127.0.0.1");
        if (File.Exists(Models)) throw new InputException($"{Models} is a file; --models takes the folder whose sub-folders are models");
    }
}
