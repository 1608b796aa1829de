using Spectre.Console;

namespace PixelGpt.Cli.Hosting;

/// <summary>Creates consoles for text writers. They use colours only on a terminal, and only if NO_COLOR is not set.</summary>
internal static class Terminal
{
    /// <summary>The line width for files and pipes; so large that paths and commands are not wrapped.</summary>
    private const int FileWidth = 1 << 16;

    /// <summary>Creates a console.</summary>
    /// <param name="writer">Where it writes to.</param>
    /// <param name="columns">Its line width; null for that of the terminal, or for unlimited lines in files and pipes.</param>
    public static IAnsiConsole Create(TextWriter writer, int? columns = null)
    {
        bool isTerminal = IsTerminal(writer);
        bool hasColor = isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = hasColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (columns is not null || !isTerminal) console.Profile.Width = columns ?? FileWidth;
        return console;
    }

    /// <summary>Gets whether a writer is standard output or standard error and is not redirected.</summary>
    public static bool IsTerminal(TextWriter writer) =>
        (writer == Console.Out && !Console.IsOutputRedirected) || (writer == Console.Error && !Console.IsErrorRedirected);
}
