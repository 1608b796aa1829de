using PixelGpt.Runs.Comparison;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Runs side by side as people read them: a column a run, a row a figure, the best of a row with a star.</summary>
internal static class ComparisonDisplay
{
    public static void Write(IAnsiConsole console, RunComparison comparison)
    {
        console.WriteLine($"{comparison.Split} of {comparison.Dataset.Name}, sorted by {comparison.SortedBy}; * marks the best of each row");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("");
        foreach (ComparedRun run in comparison.Runs) table.AddColumn(new TableColumn(Markup.Escape(run.Name)).RightAligned());
        foreach (ComparedFigure figure in comparison.Figures)
            table.AddRow([new Text(figure.Label), .. figure.Values.Select((v, i) => Cell(v?.Text ?? "–", figure.Best.Contains(i)))]);
        console.Write(table);
    }

    // The blank keeps numbers below one another.
    private static Text Cell(string text, bool isBest) => isBest ? new Text(text + "*", new Style(decoration: Decoration.Bold)) : new Text(text + " ");
}
