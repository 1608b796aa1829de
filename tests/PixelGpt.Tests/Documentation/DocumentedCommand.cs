using System.Text.RegularExpressions;

namespace PixelGpt.Tests.Documentation;

/// <summary>A command of the documentation as it is run: with smaller sizes than those that a user needs.</summary>
internal static partial class DocumentedCommand
{
    private const string Program = "pixelgpt";

    /// <summary>Options that are added to commands that would take long, unless the command or the page has one of the others in the list.</summary>
    private static readonly (string Command, string Option, string[] Unless)[] Defaults =
    [
        ("train", "--epochs 1", ["--budget", "--resume"]),
        ("train", "--preset tiny", ["--config", "--layers", "--heads", "--dim", "--from", "--resume", "--recipe", "--budget"]),
        ("distill", "--epochs 1", []),
        ("distill", "--preset tiny", ["--config", "--layers", "--heads", "--dim", "--recipe"]),
        ("demo", "--epochs 1", ["--budget"]),
        ("judge train", "--generator-epochs 1", []),
        ("judge train", "--epochs 1", []),
        ("judge train", "--copies 1", []),
        ("judge train", "--rounds 1", []),
        ("judge train", "--no-held-out", []),
        ("evaluate", "--no-fid", ["--protocol"]),
        ("studio", "--port 0", []),
    ];

    private static readonly string[] Builtins = ["cd", "mkdir", "cp", "mv", "rm", "ls", "cat", "echo", "export"];

    /// <summary>Returns the line of the script that runs a command.</summary>
    /// <param name="command">The command of the page.</param>
    /// <param name="items">The parts of the block's mark.</param>
    /// <returns>The line and null, or null and the reason why the command is not run.</returns>
    /// <exception cref="InvalidOperationException">The command is not one that can be run, and has no mark.</exception>
    public static (string? Line, string? NotRun) Prepare(string command, IReadOnlyList<string> items)
    {
        foreach (Match not in items.Select(item => NotRun().Match(item)).Where(m => m.Success))
        {
            if (command.StartsWith(not.Groups[1].Value, StringComparison.Ordinal)) return (null, not.Groups[2].Value);
        }

        string line = CommandLineOfCheckout().Replace(command, Program + " ");
        foreach (string[] replacement in items.Select(item => item.Split("=>", StringSplitOptions.TrimEntries)).Where(parts => parts.Length == 2))
            line = line.Replace(replacement[0], replacement[1], StringComparison.Ordinal);
        string first = Word().Match(line).Value;
        if (Builtins.Contains(first)) return (line, null);
        if (first != Program) throw new InvalidOperationException($"the command '{command}' cannot be run by the test, and has no mark.\n{CommandBlock.HowToMark}");
        foreach (string item in items.Where(item => !item.Contains("=>", StringComparison.Ordinal) && !NotRun().IsMatch(item)))
        {
            string name = item[..item.IndexOf(" --", StringComparison.Ordinal)];
            if (IsCommand(line, name)) line = Add(line, item[(name.Length + 1)..], []);
        }

        foreach ((string name, string option, string[] unless) in Defaults)
        {
            if (IsCommand(line, name)) line = Add(line, option, unless);
        }

        // A service runs until it is stopped; ports of the machine may be in use.
        return IsCommand(line, "studio") ? ($"run_studio {Port().Replace(line, "$1 0")}", null) : (line, null);
    }

    private static bool IsCommand(string line, string name) => line == $"{Program} {name}" || line.StartsWith($"{Program} {name} ", StringComparison.Ordinal);

    /// <summary>Adds options with their values, except those that the line has.</summary>
    private static string Add(string line, string options, string[] unless)
    {
        if (unless.Any(option => Has(line, option))) return line;
        foreach (Match option in Option().Matches(options))
        {
            if (!Has(line, option.Groups[1].Value)) line += " " + option.Value.Trim();
        }

        return line;
    }

    private static bool Has(string line, string option) => line.Split(' ').Any(word => word == option || word.StartsWith(option + "=", StringComparison.Ordinal));

    [GeneratedRegex(@"^not (.+) \((.+)\)$")]
    private static partial Regex NotRun();

    [GeneratedRegex(@"^dotnet run --project src/PixelGpt\.Cli -c Release -- ")]
    private static partial Regex CommandLineOfCheckout();

    [GeneratedRegex(@"^\S+")]
    private static partial Regex Word();

    [GeneratedRegex(@"(--[a-z-]+)( (?!--)\S+)*")]
    private static partial Regex Option();

    [GeneratedRegex(@"(--port|--management-port) \d+")]
    private static partial Regex Port();
}
