using PixelGpt.Runs.Comparison;

namespace PixelGpt.Runs.Sweeps;

/// <summary>The comparison of evaluated runs, with mean and range over the runs of each group.</summary>
/// <param name="Runs">The comparison of the single runs.</param>
/// <param name="Groups">The names of the groups.</param>
/// <param name="Figures">The figures of all groups.</param>
internal sealed record SweepComparison(RunComparison Runs, IReadOnlyList<string> Groups, IReadOnlyList<SpreadFigure> Figures)
{
    /// <summary>Compares groups of runs.</summary>
    /// <param name="groups">The names of the groups with their evaluated runs; the names of all runs must be unique.</param>
    /// <exception cref="InputException">The runs cannot be compared.</exception>
    public static SweepComparison Of(IReadOnlyList<(string Name, IReadOnlyList<ComparedRun> Runs)> groups)
    {
        var all = RunComparison.Of([.. groups.SelectMany(g => g.Runs)]);
        int[][] members = [.. groups.Select(g => Enumerable.Range(0, all.Runs.Count).Where(i => g.Runs.Any(r => r.Name == all.Runs[i].Name)).ToArray())];
        return new SweepComparison(all, [.. groups.Select(g => g.Name)], [.. all.Figures.Select(f => SpreadFigure.Of(f, members))]);
    }
}
