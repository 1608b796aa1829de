namespace PixelGpt.IO.Web;

/// <summary>Limits and timeouts of a download.</summary>
internal sealed record DownloadOptions
{
    /// <summary>Maximum number of consecutive attempts that receive no bytes.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>Maximum time without receiving any bytes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Maximum file size in bytes.</summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>Adds headers to each request; null for none.</summary>
    public Action<HttpRequestMessage>? Prepare { get; init; }

    /// <summary>Clock for timeouts and delays.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
