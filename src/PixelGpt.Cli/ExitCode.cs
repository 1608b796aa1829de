namespace PixelGpt.Cli;

/// <summary>What the process says on its way out.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Something failed that was not the user's to mend.</summary>
    public const int Failure = 1;

    /// <summary>A mistake in what the user gave.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl+C or SIGTERM.</summary>
    public const int Interrupted = 130;
}
