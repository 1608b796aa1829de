using PixelGpt.Runs.Sweeps;
using Spectre.Console;

namespace PixelGpt.Cli.Show;

/// <summary>Prints the comparison of the settings of a sweep as a table with one column per setting and one row per figure.</summary>
internal static class SweepComparisonDisplay
{
    public static void Write(IAnsiConsole console, SweepComparison comparison)
    {
        bool hasRange = comparison.Runs.Runs.Count > comparison.Groups.Count;
        console.WriteLine($"{comparison.Runs.Split} split of {comparison.Runs.Dataset.Name}{(hasRange ? "; mean and range over the seeds" : "")}{(comparison.Groups.Count > 1 ? "; * marks the best value of each row" : "")}");
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("");
        foreach (string group in comparison.Groups) table.AddColumn(new TableColumn(Markup.Escape(group)).RightAligned());
        foreach (SpreadFigure figure in comparison.Figures)
            table.AddRow([new Text(figure.Label), .. figure.Values.Select((v, i) => ComparisonDisplay.Cell(v?.Text ?? "–", figure.Best.Contains(i)))]);
        console.WriteFitted(table);
    }
}
