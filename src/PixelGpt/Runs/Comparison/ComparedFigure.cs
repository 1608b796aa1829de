using PixelGpt.Runs.Reports;

namespace PixelGpt.Runs.Comparison;

/// <summary>One figure of all compared runs.</summary>
/// <param name="Key">The name of the figure for programs.</param>
/// <param name="Label">The name of the figure for people.</param>
/// <param name="Better">Whether lower or higher values are better; null if neither is.</param>
/// <param name="Values">The figure of each run; null for a run without it.</param>
/// <param name="Best">The indices of the best runs; empty if all runs are equal or no direction is better.</param>
internal sealed record ComparedFigure(string Key, string Label, BetterDirection? Better, IReadOnlyList<Figure?> Values, IReadOnlyList<int> Best)
{
    /// <summary>Creates the comparison of one figure.</summary>
    /// <param name="kind">Any figure with the same key.</param>
    /// <param name="values">The figure of each run; null for a run without it.</param>
    /// <returns>The compared figure.</returns>
    internal static ComparedFigure Of(Figure kind, Figure?[] values)
    {
        double[] known = [.. values.OfType<Figure>().Select(f => f.Value)];
        int[] best = [];
        if (kind.Better is { } better && known.Distinct().Count() > 1)
        {
            double bestValue = better == BetterDirection.Lower ? known.Min() : known.Max();
            best = [.. Enumerable.Range(0, values.Length).Where(i => values[i]?.Value == bestValue)];
        }

        return new ComparedFigure(kind.Key, kind.Label, kind.Better, values, best);
    }
}
