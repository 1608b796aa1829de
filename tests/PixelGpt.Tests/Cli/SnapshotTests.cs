using System.CommandLine;
using System.Text.RegularExpressions;
using PixelGpt.Cli;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Cli;

/// <summary>Compares the terminal output of commands, 80 columns wide, with the files in <c>Snapshots</c>. Digits of figures, times, speeds and paths are replaced, because they depend on the machine.</summary>
public sealed partial class SnapshotTests
{
    private const int Columns = 80;

    /// <summary>The names of all commands; the empty name is the program itself.</summary>
    public static TheoryData<string> Commands => [.. AllCommands];

    private static string[] AllCommands { get; } = [.. NamesOf(CommandLine.CreateRoot(TextWriter.Null, TextWriter.Null), prefix: null)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help(string command)
    {
        string text = await RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Snapshot.Match(HelpFile(command), ThreadDefault().Replace(text, "$1N"));
    }

    [Fact]
    public void Every_file_is_of_a_command_that_exists() => Assert.Subset(
        AllCommands.Select(HelpFile).ToHashSet(), Directory.GetFiles(Snapshot.Folder, "help*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet());

    [TableFact]
    public async Task Tables_of_a_run()
    {
        using var fixture = new CliFixture();
        string run = fixture["run"], other = fixture["other"];
        await MatchAsync(fixture, "data-info", "data", "info", fixture.Data, "--size", "6x5", "--splits", "24,8,8");
        await MatchAsync(fixture, "train", fixture.TrainArguments("run", "--epochs", "2", "--lr", "0.01", "--threads", "1"));
        await MatchAsync(fixture, "complete", "complete", run);
        await MatchAsync(fixture, "evaluate", "evaluate", run, "--no-fid");
        await fixture.TrainAsync("other", "--epochs", "4", "--lr", "0.01", "--threads", "1");
        await RunAsync("evaluate", other, "--no-fid");
        await MatchAsync(fixture, "compare", "compare", run, other);
    }

    private static async Task MatchAsync(CliFixture fixture, string name, params string[] arguments) =>
        Snapshot.Match(name, WithoutFigures((await RunAsync(arguments)).Replace(fixture.Path, "FOLDER", StringComparison.Ordinal)));

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = await CommandLine.RunAsync(arguments, output, error, columns: Columns);
        Assert.Equal((0, ""), (code, error.ToString()));
        return output.ToString();
    }

    private static string HelpFile(string command) => $"help {command}".Trim().Replace(' ', '-');

    private static IEnumerable<string> NamesOf(Command command, string? prefix)
    {
        string name = prefix is null ? "" : $"{prefix} {command.Name}".Trim();
        return command.Subcommands.SelectMany(sub => NamesOf(sub, name)).Prepend(name);
    }

    /// <summary>Replaces the digits of decimal numbers and percentages, the times and speeds of epochs, and checksums.</summary>
    private static string WithoutFigures(string text)
    {
        text = EpochEnd().Replace(text, "$1      TIME      SPEED");
        text = Figure().Replace(text, match => Digit().Replace(match.Value, "#"));
        return Checksum().Replace(text, "CHECKSUM");
    }

    [GeneratedRegex(@"^( +\d+/\d+ .*%) +\S+ +\S+$", RegexOptions.Multiline)]
    private static partial Regex EpochEnd();

    [GeneratedRegex(@"\d+\.\d+|\d+(?= %)")]
    private static partial Regex Figure();

    [GeneratedRegex(@"\d")]
    private static partial Regex Digit();

    [GeneratedRegex(@"\b[0-9a-f]{64}\b")]
    private static partial Regex Checksum();

    /// <summary>Matches the default number of threads, which is that of the processor.</summary>
    [GeneratedRegex(@"(depend\s+on\s+it\.\s+\[default:\s+)\d+")]
    private static partial Regex ThreadDefault();

    /// <summary>A fact that compares lines with paths; skipped if they could wrap elsewhere, because the folder for temporary files is not <c>/tmp</c>.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class TableFactAttribute : FactAttribute
    {
        public TableFactAttribute()
        {
            if (Path.GetTempPath() != "/tmp/") Skip = "needs /tmp as the folder for temporary files, because lines with longer paths wrap elsewhere";
        }
    }
}
