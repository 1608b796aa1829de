namespace PixelGpt.Cli;

/// <summary>A command that does something itself, and shows how it is used.</summary>
internal interface IRunnable
{
    /// <summary>Command lines that do common things, for the help.</summary>
    IReadOnlyList<string> Examples { get; }

    /// <summary>Does it.</summary>
    /// <returns>The exit code.</returns>
    Task<int> RunAsync(Session session);
}
