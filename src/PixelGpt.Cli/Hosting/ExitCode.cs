namespace PixelGpt.Cli.Hosting;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Something failed that is outside the user's control.</summary>
    public const int Failure = 1;

    /// <summary>The arguments or the input are wrong.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl+C, SIGTERM or SIGHUP.</summary>
    public const int Interrupted = 130;
}
