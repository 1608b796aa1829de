using System.Globalization;
using PixelGpt.Runs.Comparison;
using PixelGpt.Runs.Reports;

namespace PixelGpt.Runs.Sweeps;

/// <summary>One figure of all groups of runs.</summary>
/// <param name="Key">The name of the figure for programs.</param>
/// <param name="Label">The name of the figure for people.</param>
/// <param name="Better">Whether lower or higher values are better; null if neither is.</param>
/// <param name="Values">The figure of each group; null for a group without it.</param>
/// <param name="Best">The indices of the groups with the best mean; empty if all are equal or no direction is better.</param>
internal sealed record SpreadFigure(string Key, string Label, BetterDirection? Better, IReadOnlyList<FigureSpread?> Values, IReadOnlyList<int> Best)
{
    /// <summary>Computes mean and range of a figure over the runs of each group.</summary>
    /// <param name="figure">The figure of all runs.</param>
    /// <param name="groups">The indices of the runs of each group.</param>
    public static SpreadFigure Of(ComparedFigure figure, IReadOnlyList<int[]> groups)
    {
        FigureSpread?[] spreads = [.. groups.Select(g => SpreadOf(figure, g))];
        Figure?[] means = [.. spreads.Select(s => s is null ? null : new Figure(figure.Key, figure.Label, s.Mean, s.Text, figure.Better))];
        IReadOnlyList<int> best = means.OfType<Figure>().FirstOrDefault() is { } kind ? ComparedFigure.Of(kind, means).Best : [];
        return new SpreadFigure(figure.Key, figure.Label, figure.Better, spreads, best);
    }

    private static FigureSpread? SpreadOf(ComparedFigure figure, int[] runs)
    {
        Figure[] values = [.. runs.Select(i => figure.Values[i]).OfType<Figure>()];
        if (values.Length == 0) return null;
        Figure lowest = values.MinBy(v => v.Value)!, highest = values.MaxBy(v => v.Value)!;
        double mean = values.Average(v => v.Value);
        string text = lowest.Text == highest.Text ? lowest.Text : $"{FormatLike(lowest.Text, mean)} ({lowest.Text} to {highest.Text})";
        return new FigureSpread(mean, lowest.Value, highest.Value, text);
    }

    /// <summary>Formats a number with the decimal places and the unit of another.</summary>
    private static string FormatLike(string example, double value)
    {
        bool isPercent = example.EndsWith('%');
        string number = example.TrimEnd(' ', '%');
        int point = number.IndexOf('.', StringComparison.Ordinal), decimals = point < 0 ? 0 : number.Length - point - 1;
        string format = (number.Contains(',', StringComparison.Ordinal) ? "N" : "F") + decimals.ToString(CultureInfo.InvariantCulture);
        return (isPercent ? 100 * value : value).ToString(format, CultureInfo.InvariantCulture) + (isPercent ? " %" : "");
    }
}
