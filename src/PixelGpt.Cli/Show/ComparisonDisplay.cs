using PixelGpt.Runs.Comparison;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Prints a comparison as a table with one column per run and one row per figure. A star marks the best value of a row.</summary>
internal static class ComparisonDisplay
{
    public static void Write(IAnsiConsole console, RunComparison comparison)
    {
        console.WriteLine($"{comparison.Split} split of {comparison.Dataset.Name}, sorted by {comparison.SortedBy}; * marks the best value of each row");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("");
        foreach (ComparedRun run in comparison.Runs) table.AddColumn(new TableColumn(Markup.Escape(run.Name)).RightAligned());
        foreach (ComparedFigure figure in comparison.Figures)
            table.AddRow([new Text(figure.Label), .. figure.Values.Select((v, i) => Cell(v?.Text ?? "–", figure.Best.Contains(i)))]);
        console.WriteFitted(table);
    }

    /// <summary>Creates a cell. A space aligns numbers without a star with those that have one.</summary>
    public static Text Cell(string text, bool isBest) => isBest ? new Text(text + "*", new Style(decoration: Decoration.Bold)) : new Text(text + " ");
}
