namespace PixelGpt.Cli.Hosting;

/// <summary>A command that can be run, unlike a command that only groups subcommands.</summary>
internal interface IRunnable
{
    /// <summary>Example command lines for the help.</summary>
    IReadOnlyList<string> Examples { get; }

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    Task<int> RunAsync(Session session);
}
