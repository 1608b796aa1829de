using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Consoles that write to a given writer, in colour only where a person's terminal is behind it and NO_COLOR is not set.</summary>
internal static class Terminal
{
    /// <summary>Who reads a file wraps lines themselves, and a path or a command must stay whole.</summary>
    private const int FileWidth = 1 << 16;

    public static IAnsiConsole Create(TextWriter writer)
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
        if (!isTerminal) console.Profile.Width = FileWidth;
        return console;
    }

    /// <summary>Whether a person's terminal is behind a writer.</summary>
    public static bool IsTerminal(TextWriter writer) =>
        (writer == Console.Out && !Console.IsOutputRedirected) || (writer == Console.Error && !Console.IsErrorRedirected);
}
