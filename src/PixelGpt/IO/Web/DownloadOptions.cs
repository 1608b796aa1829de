namespace PixelGpt.IO.Web;

/// <summary>How long a download is patient.</summary>
internal sealed record DownloadOptions
{
    /// <summary>How often it is tried without a byte coming.</summary>
    public int MaxAttempts { get; init; } = 6;

    /// <summary>How long nothing may come.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The largest file that is taken.</summary>
    public long MaxBytes { get; init; } = 1L << 30;

    /// <summary>The clock of time-outs and waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
