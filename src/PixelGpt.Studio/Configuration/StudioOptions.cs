using System.Net;
using Microsoft.Extensions.Logging;

namespace PixelGpt.Studio.Configuration;

/// <summary>The settings of a studio: its address, folders, access control and limits.</summary>
public sealed record StudioOptions
{
    private const int MaxDrainSeconds = 3600;

    /// <summary>The IP address to listen on. The default is the loopback address, which only this machine can reach.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen on; 0 selects any free port.</summary>
    public int Port { get; init; } = 5050;

    /// <summary>The folder whose sub-folders are models and runs.</summary>
    public string Models { get; init; } = "runs";

    /// <summary>Additional data set folders to train on. The studio also finds data sets in <c>data</c> next to the models folder, and in the models folder.</summary>
    public IReadOnlyList<string> Data { get; init; } = [];

    /// <summary>The folders where saved pictures get candidates.</summary>
    public WatchOptions Watch { get; init; } = new();

    /// <summary>An API key with all roles; null for none. Without it and <see cref="ApiKeyFile"/>, clients need no key, which is only allowed on a loopback address.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The file with further API keys and their roles, see <see cref="Configuration.ApiKeyFile"/>; null for none.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>The address under which browsers reach the studio, such as <c>https://art.example/pixelgpt</c> behind a proxy, or another published port; null if it is the address that the studio listens on.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>The addresses of proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> headers are trusted.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>The port for <c>/health</c> and <c>/metrics</c> on the same address, which then are not served on <see cref="Port"/>; null to serve them there; 0 selects any free port.</summary>
    public int? ManagementPort { get; init; }

    /// <summary>The maximum number of connections. Beyond it, the oldest connection that has not sent a request is closed.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary>The maximum number of connections per address of a client, except for loopback addresses and trusted proxies.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 128;

    /// <summary>How long running completions may continue after the request to stop, while new ones are refused.</summary>
    public TimeSpan DrainPeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether runs that were being trained or waited when the studio ended are resumed when it starts.</summary>
    public bool ResumeTrainings { get; init; }

    /// <summary>Whether requests that change something are refused: to train, evaluate, upload, rename, delete and restore.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Whether threads that generate and train have the priority of those that handle requests. By default, on Linux, they give way to them.</summary>
    public bool NormalPriority { get; init; }

    /// <summary>The maximum number of epochs of a run that is started or resumed over the API.</summary>
    public int MaxEpochs { get; init; } = 10_000;

    /// <summary>The maximum batch size of a run that is started over the API.</summary>
    public int MaxBatchSize { get; init; } = 1024;

    /// <summary>The maximum size of the folder of a run, in bytes. A run with a larger one is stopped after the epoch and cannot be resumed. Null for no limit.</summary>
    public long? MaxRunBytes { get; init; }

    /// <summary>The address of an OpenTelemetry collector that receives metrics and traces with OTLP over HTTP, such as <c>http://127.0.0.1:4318</c>; null for none.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>The format of the log on standard error.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary>The lowest level of log entries of the studio; null for information if clients need a key, otherwise warning.</summary>
    public LogLevel? LogLevel { get; init; }

    /// <summary>Host names that requests may use besides IP addresses, if <see cref="Address"/> is not a loopback address.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [Dns.GetHostName()];

    /// <summary>The maximum number of waiting pictures per model; further requests are rejected with status 429.</summary>
    public int QueueLimit { get; init; } = 4096;

    /// <summary>The maximum number of waiting pictures of one client per model; further requests of the client are rejected with status 429.</summary>
    public int ClientQueueLimit { get; init; } = 512;

    /// <summary>The maximum duration of a completion or of a computation of probabilities, including the time in the queue.</summary>
    public TimeSpan CompletionTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock for time limits, the interval between step events, and the grace period when the studio closes.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Called on a decoder thread before each pixel, so that tests can pause generation; null to call nothing.</summary>
    internal Action? BeforeStep { get; init; }

    /// <summary>The number of threads for generation, and also for training.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether clients must send an API key.</summary>
    internal bool HasKeys => ApiKey is not null || ApiKeyFile is not null;

    /// <summary>Checks all values.</summary>
    /// <exception cref="InputException">A value is invalid, or the address can be reached by other machines and there is no API key.</exception>
    public void Validate()
    {
        InputException.Check(Port is >= 0 and <= 65535, "port", Port, "0 to 65535");
        InputException.Check(Threads is >= 1 and <= 1024, "threads", Threads, "1 to 1024");
        if (ApiKey is { Length: < 16 }) throw new InputException("the API key must have at least 16 characters");
        if (!IPAddress.IsLoopback(Address) && !HasKeys)
            throw new InputException($"other machines can reach {Address}, so an API key is required: set --api-key, PIXELGPT_API_KEY or --api-keys, or listen on 127.0.0.1");
        InputException.Check(ManagementPort is null or (>= 0 and <= 65535), "management-port", ManagementPort, "0 to 65535");
        if (ManagementPort is > 0 && ManagementPort == Port) throw new InputException($"management-port must differ from port (got {ManagementPort} for both)");
        InputException.Check(DrainPeriod.TotalSeconds is >= 0 and <= MaxDrainSeconds, "drain-seconds", DrainPeriod.TotalSeconds, $"0 to {MaxDrainSeconds}");
        if (ReadOnly && ResumeTrainings) throw new InputException("read-only and resume-trainings exclude each other, because a read-only studio does not train");
        InputException.Check(MaxEpochs is >= 1 and <= 10_000, "max-epochs", MaxEpochs, "1 to 10000");
        InputException.Check(MaxBatchSize is >= 1 and <= 1024, "max-batch-size", MaxBatchSize, "1 to 1024");
        InputException.Check(MaxRunBytes is null or >= 1, "max-run-bytes", MaxRunBytes, "at least 1");
        InputException.Check(MaxConnections >= 1, "max-connections", MaxConnections, "at least 1");
        InputException.Check(MaxConnectionsPerAddress >= 1, "max-connections-per-address", MaxConnectionsPerAddress, "at least 1");
        if (PublicUrl is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0))
            throw new InputException($"public-url must be the address of the page, such as https://art.example/pixelgpt (got '{Excerpt.Of(url.OriginalString)}')");
        if (OtlpEndpoint is { } collector && (!collector.IsAbsoluteUri || collector.Scheme is not ("http" or "https") || collector.Query.Length > 0 || collector.Fragment.Length > 0))
            throw new InputException($"otlp-endpoint must be the address of a collector for OTLP over HTTP, such as http://127.0.0.1:4318 (got '{Excerpt.Of(collector.OriginalString)}')");
        if (File.Exists(Models)) throw new InputException($"{Models} is a file; --models must be the folder whose sub-folders are models");
        Watch.Validate();
    }
}
