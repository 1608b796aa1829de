using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Runs.Reports;

namespace PixelGpt.Runs.Comparison;

/// <summary>Several runs side by side on one split, best first by one figure, with the best of each figure marked.</summary>
public sealed record RunComparison
{
    /// <summary>What runs are sorted by unless told otherwise: it depends on nothing but the model.</summary>
    public const string DefaultKey = "nll_completed";

    /// <summary>The split.</summary>
    public required string Split { get; init; }

    /// <summary>The data that all were evaluated on.</summary>
    public required DataDescription Dataset { get; init; }

    /// <summary>The key of the figure that runs are sorted by.</summary>
    public required string SortedBy { get; init; }

    /// <summary>The runs, best first; those without the figure last.</summary>
    public required IReadOnlyList<ComparedRun> Runs { get; init; }

    /// <summary>The figures.</summary>
    public required IReadOnlyList<ComparedFigure> Figures { get; init; }

    /// <summary>Compares runs.</summary>
    /// <param name="runs">Evaluated runs, each under a name of its own.</param>
    /// <param name="split">Which split; null for test where all have it, or else the first that all have.</param>
    /// <param name="sortBy">The key of the figure to sort by, or <c>name</c>; null for <see cref="DefaultKey"/>.</param>
    /// <exception cref="InputException">They were not evaluated on the same sprites in the same way, or split or key are unknown.</exception>
    public static RunComparison Of(IReadOnlyList<ComparedRun> runs, string? split = null, string? sortBy = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0) throw new InputException("there are no runs to compare");
        CheckComparable(runs);
        split = ChooseSplit(runs, split);
        var figures = runs.ToDictionary(r => r.Name, r => OfRun(r, split));
        Figure[] known = [.. figures.Values.SelectMany(f => f).DistinctBy(f => f.Key)];
        string key = sortBy ?? DefaultKey;
        bool byName = key == "name";
        if (!byName && known.All(f => f.Key != key)) throw new InputException($"no run has a figure '{Excerpt.Of(key, 60)}'; sort by name or {string.Join(", ", known.Select(f => f.Key))}");
        ComparedRun[] sorted = byName ? [.. runs.OrderBy(r => r.Name, StringComparer.Ordinal)] : [.. runs.OrderBy(r => Rank(figures[r.Name].FirstOrDefault(f => f.Key == key)))];
        return new RunComparison
        {
            Split = split,
            Dataset = runs[0].Report.Dataset,
            SortedBy = key,
            Runs = sorted,
            Figures = [.. known.Select(k => ComparedFigure.Of(k, [.. sorted.Select(r => figures[r.Name].FirstOrDefault(f => f.Key == k.Key))]))],
        };
    }

    /// <summary>Better ones first; where neither way is better, the lesser.</summary>
    private static double Rank(Figure? figure) => figure switch
    {
        null => double.PositiveInfinity,
        { Better: Better.Higher } => -figure.Value,
        _ => figure.Value,
    };

    private static List<Figure> OfRun(ComparedRun run, string name)
    {
        SplitEvaluation split = run.Report.Splits.First(s => s.Split == name);
        var figures = new List<Figure>(Reports.Figures.OfLikelihood(split));
        if (split.Completions is null) figures.Add(Of(DetailedEvaluator.Greedy, Reports.Figures.Accuracy(split.Accuracy, null)));
        foreach (CompletionEvaluation drawing in split.Completions ?? [])
        {
            IEnumerable<Figure> all = Reports.Figures.OfDrawing(drawing).Concat((drawing.Distances ?? []).SelectMany(Reports.Figures.OfDistances));
            figures.AddRange(all.Select(f => Of(drawing.Name, f)));
        }

        if (run.Report.Model is { } model) figures.Add(new Figure("parameters", "parameters", model.Parameters, $"{model.Parameters:N0}"));
        return figures;
    }

    private static Figure Of(string drawing, Figure figure) => figure with { Key = $"{drawing}.{figure.Key}", Label = $"{drawing.Replace('_', ' ')}: {figure.Label}" };

    private static void CheckComparable(IReadOnlyList<ComparedRun> runs)
    {
        ComparedRun first = runs[0];
        foreach (ComparedRun other in runs.Skip(1))
        {
            if (other.Report.Dataset.Checksum != first.Report.Dataset.Checksum)
                throw new InputException($"{first.Name} was evaluated on {first.Report.Dataset.Name} and {other.Name} on {other.Report.Dataset.Name}, which are not the same data: evaluate both on one with --data");
            if (other.Report.PromptFraction != first.Report.PromptFraction)
                throw new InputException($"{first.Name} was evaluated with --keep {first.Report.PromptFraction} and {other.Name} with --keep {other.Report.PromptFraction}: evaluate both with one");
        }
    }

    private static string ChooseSplit(IReadOnlyList<ComparedRun> runs, string? asked)
    {
        string[] common = [.. runs[0].Report.Splits.Select(s => s.Split).Where(name => runs.All(r => r.Report.Splits.Any(s => s.Split == name)))];
        if (asked is null)
        {
            if (common.Length == 0) throw new InputException("the runs were not evaluated on a split that all have in common: evaluate them again with the same --split");
            return common.Contains(SpriteDataset.Test) ? SpriteDataset.Test : common[0];
        }

        if (runs.FirstOrDefault(r => r.Report.Splits.All(s => s.Split != asked)) is { } without)
            throw new InputException($"{without.Name} was not evaluated on split '{Excerpt.Of(asked, 40)}' but on {string.Join(", ", without.Report.Splits.Select(s => s.Split))}: pixelgpt evaluate with --split does it");
        return asked;
    }
}

/// <summary>A run that was evaluated.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Report">Its figures.</param>
public sealed record ComparedRun(string Name, EvaluationReport Report)
{
    /// <summary>Reads a run's evaluation.</summary>
    /// <param name="name">What the run is called in the comparison.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="argument">How a command line names the folder.</param>
    /// <exception cref="InputException">It has not been evaluated, or its weights have changed since.</exception>
    public static ComparedRun Load(string name, RunFolder folder, string argument)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!File.Exists(folder.Evaluation)) throw new InputException($"{argument}: this run has not been evaluated; do it with: pixelgpt evaluate {argument}");
        var report = EvaluationReport.Load(folder.Evaluation);
        if (report.Model?.WeightsChecksum is { } evaluated && ModelDescription.ChecksumOf(folder.Weights) is { } now && now != evaluated)
            throw new InputException($"{argument}: its weights are no longer those that were evaluated; do it again with: pixelgpt evaluate {argument}");
        return new ComparedRun(name, report);
    }
}

/// <summary>A figure of each run.</summary>
/// <param name="Key">Its name for programs.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Better">Which way is better; null where neither is.</param>
/// <param name="Values">The runs' figures in their order; null for a run that lacks it.</param>
/// <param name="Best">The places of the best, if one is better than others.</param>
public sealed record ComparedFigure(string Key, string Label, Better? Better, IReadOnlyList<Figure?> Values, IReadOnlyList<int> Best)
{
    internal static ComparedFigure Of(Figure kind, Figure?[] values)
    {
        double[] known = [.. values.OfType<Figure>().Select(f => f.Value)];
        int[] best = [];
        if (kind.Better is { } better && known.Distinct().Count() > 1)
        {
            double winner = better == Reports.Better.Lower ? known.Min() : known.Max();
            best = [.. Enumerable.Range(0, values.Length).Where(i => values[i]?.Value == winner)];
        }

        return new ComparedFigure(kind.Key, kind.Label, kind.Better, values, best);
    }
}
