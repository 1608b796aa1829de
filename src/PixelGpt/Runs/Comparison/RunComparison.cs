using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Runs.Reports;

namespace PixelGpt.Runs.Comparison;

/// <summary>Compares evaluated runs on one split: the runs are sorted by one figure, and the best run of each figure is marked.</summary>
internal sealed record RunComparison
{
    /// <summary>Default figure to sort by. It does not depend on sampling or on an Inception network.</summary>
    public const string DefaultKey = "nll_completed";

    /// <summary>The name of the split.</summary>
    public required string Split { get; init; }

    /// <summary>The data set that all runs were evaluated on.</summary>
    public required DataDescription Dataset { get; init; }

    /// <summary>The key of the figure that runs are sorted by.</summary>
    public required string SortedBy { get; init; }

    /// <summary>The runs, the best first and those without the figure last.</summary>
    public required IReadOnlyList<ComparedRun> Runs { get; init; }

    /// <summary>The figures of all runs.</summary>
    public required IReadOnlyList<ComparedFigure> Figures { get; init; }

    /// <summary>Compares runs.</summary>
    /// <param name="runs">The evaluated runs; their names must be unique.</param>
    /// <param name="split">The split; null for test or, if a run does not have it, the first split that all runs have.</param>
    /// <param name="sortBy">The key of the figure to sort by, or <c>name</c>; null for <see cref="DefaultKey"/>.</param>
    /// <returns>The comparison.</returns>
    /// <exception cref="InputException">The runs were evaluated on different data or with different prompt fractions, or the split or key is unknown.</exception>
    public static RunComparison Of(IReadOnlyList<ComparedRun> runs, string? split = null, string? sortBy = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0) throw new InputException("there are no runs to compare");
        CheckComparable(runs);
        split = ChooseSplit(runs, split);
        var figures = runs.ToDictionary(r => r.Name, r => FiguresOf(r, split));
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

    /// <summary>Computes the sort key: better runs first; if no direction is better, lower values first.</summary>
    private static double Rank(Figure? figure) => figure switch
    {
        null => double.PositiveInfinity,
        { Better: BetterDirection.Higher } => -figure.Value,
        _ => figure.Value,
    };

    private static List<Figure> FiguresOf(ComparedRun run, string name)
    {
        SplitEvaluation split = run.Report.Splits.First(s => s.Split == name);
        var figures = new List<Figure>(EvaluationFigures.OfLikelihood(split));
        if (split.Completions is null) figures.Add(WithPrefix(DetailedEvaluator.Greedy, EvaluationFigures.Accuracy(split.Accuracy, null)));
        foreach (CompletionEvaluation completions in split.Completions ?? [])
        {
            IEnumerable<Figure> all = EvaluationFigures.OfCompletions(completions).Concat((completions.Distances ?? []).SelectMany(EvaluationFigures.OfDistances));
            figures.AddRange(all.Select(f => WithPrefix(completions.Name, f)));
        }

        if (run.Report.Model is { } model) figures.Add(new Figure("parameters", "parameters", model.Parameters, $"{model.Parameters:N0}"));
        return figures;
    }

    private static Figure WithPrefix(string name, Figure figure) => figure with { Key = $"{name}.{figure.Key}", Label = $"{name.Replace('_', ' ')}: {figure.Label}" };

    private static void CheckComparable(IReadOnlyList<ComparedRun> runs)
    {
        ComparedRun first = runs[0];
        foreach (ComparedRun other in runs.Skip(1))
        {
            if (other.Report.Dataset.Checksum != first.Report.Dataset.Checksum)
                throw new InputException($"{first.Name} was evaluated on {first.Report.Dataset.Name} and {other.Name} on {other.Report.Dataset.Name}, which are different data sets; evaluate both on the same one with --data");
            if (other.Report.PromptFraction != first.Report.PromptFraction)
                throw new InputException($"{first.Name} was evaluated with --prompt-fraction {first.Report.PromptFraction} and {other.Name} with --prompt-fraction {other.Report.PromptFraction}; evaluate both with the same one");
        }
    }

    private static string ChooseSplit(IReadOnlyList<ComparedRun> runs, string? requested)
    {
        string[] common = [.. runs[0].Report.Splits.Select(s => s.Split).Where(name => runs.All(r => r.Report.Splits.Any(s => s.Split == name)))];
        if (requested is null)
        {
            if (common.Length == 0) throw new InputException("no split was evaluated for all runs; evaluate them again with the same --split");
            return common.Contains(SpriteDataset.Test) ? SpriteDataset.Test : common[0];
        }

        if (runs.FirstOrDefault(r => r.Report.Splits.All(s => s.Split != requested)) is { } without)
            throw new InputException($"{without.Name} was not evaluated on split '{Excerpt.Of(requested, 40)}' but on {string.Join(", ", without.Report.Splits.Select(s => s.Split))}; evaluate it with --split");
        return requested;
    }
}
