using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.IO;
using PixelGpt.Runs;
using PixelGpt.Runs.Comparison;
using Spectre.Console;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt compare</c></summary>
internal sealed class CompareCommand : Command, IRunnable
{
    private const int MaxShown = 3;

    private readonly Argument<string[]> _runs = new("RUN") { Description = "Folders of evaluated runs. Other files and folders are skipped with a warning.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _split = new("--split") { Description = "Split to compare (default: test if all runs have it).", HelpName = "train|dev|test" };
    private readonly Option<string?> _sort = new("--sort") { Description = $"Figure to sort by, such as greedy.accuracy, or name (default: {RunComparison.DefaultKey}).", HelpName = "KEY" };
    private readonly Option<string?> _html = new("--html") { Description = "Also write the table to an HTML page.", HelpName = "FILE" };

    public CompareCommand()
        : base("compare", "Compare evaluated runs side by side, best first.")
    {
        Arguments.Add(_runs);
        foreach (Option option in (Option[])[_split, _sort, _html]) Options.Add(option);
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt compare runs/gpt2 runs/llama runs/qwen3",
        "pixelgpt compare runs/* --sort greedy.foreground_accuracy --html compare.html",
    ];

    public Task<int> RunAsync(Session session)
    {
        string[] paths = session.Get(_runs)!;
        (IReadOnlyList<ComparedRun> runs, IReadOnlyList<string> skipped) = LoadAll(session, paths);
        var comparison = RunComparison.Of(runs, session.Get(_split), session.Get(_sort));
        if (session.Get(_html) is { } file)
        {
            AtomicFile.WriteAllText(file, ComparisonPage.Write(comparison));
            session.Progress.WriteLine($"page: {file}");
        }

        JsonObject json = ToJson(comparison);
        if (skipped.Count > 0) json["skipped"] = new JsonArray([.. skipped.Select(s => (JsonNode)s)]);
        session.WriteResult(json, console => ComparisonDisplay.Write(console, comparison));
        return Task.FromResult(ExitCode.Success);
    }

    /// <summary>Loads the evaluated runs. Other files and folders are skipped with a warning, because a pattern such as <c>runs/*</c> also matches them.</summary>
    /// <exception cref="InputException">A path does not exist, or no run is left.</exception>
    private static (IReadOnlyList<ComparedRun> Runs, IReadOnlyList<string> Skipped) LoadAll(Session session, string[] paths)
    {
        if (paths.FirstOrDefault(path => !Path.Exists(path)) is { } missing) throw new InputException($"{missing}: no such folder; give the folder of a run");
        var runs = new List<ComparedRun>();
        var skipped = new List<string>();
        foreach ((string path, string name) in paths.Zip(NamesOf(paths)))
        {
            session.CancellationToken.ThrowIfCancellationRequested();
            try
            {
                runs.Add(ComparedRun.Load(name, new RunFolder(path), DisplayFormat.Argument(path)));
            }
            catch (InputException e)
            {
                skipped.Add(e.Message);
            }
        }

        if (runs.Count == 0) throw new InputException(skipped.Count == 1 ? skipped[0] : $"none of the {skipped.Count} paths is an evaluated run: {Excerpt.FirstOf(skipped, MaxShown, "")}");
        foreach (string reason in skipped) session.Console.WriteLine($"warning: {reason}; skipped");
        return (runs, skipped);
    }

    /// <summary>Gets the names of the folders, or their paths if two have the same name.</summary>
    private static string[] NamesOf(string[] paths)
    {
        string[] full = [.. paths.Select(p => Path.TrimEndingDirectorySeparator(Path.GetFullPath(p)))];
        if (full.GroupBy(p => p).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new InputException($"{twice.Key} is given twice; give each run once");
        string[] names = [.. full.Select(p => Path.GetFileName(p))];
        return names.Distinct(StringComparer.Ordinal).Count() == names.Length ? names : paths;
    }

    private static JsonObject ToJson(RunComparison comparison) => new()
    {
        ["split"] = comparison.Split,
        ["dataset"] = comparison.Dataset.Name,
        ["sorted_by"] = comparison.SortedBy,
        ["runs"] = new JsonArray([.. comparison.Runs.Select(r => (JsonNode)r.Name)]),
        ["figures"] = new JsonArray([.. comparison.Figures.Select(f => new JsonObject
        {
            ["key"] = f.Key,
            ["label"] = f.Label,
            ["better"] = f.Better switch { Runs.Reports.BetterDirection.Lower => "lower", Runs.Reports.BetterDirection.Higher => "higher", _ => null },
            ["values"] = new JsonArray([.. f.Values.Select(v => v is null ? null : (JsonNode)v.Value)]),
            ["best"] = new JsonArray([.. f.Best.Select(i => (JsonNode)comparison.Runs[i].Name)]),
        })]),
    };
}
