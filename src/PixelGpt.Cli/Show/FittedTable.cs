using Spectre.Console;
using Spectre.Console.Rendering;

namespace PixelGpt.Cli.Show;

/// <summary>
/// Writes tables that are wider than the terminal so that no number and no word is broken. Spectre.Console narrows the widest columns first,
/// whatever they contain.
/// </summary>
internal static class FittedTable
{
    /// <summary>Writes a table. Numbers, which are in right-aligned columns, stay on one line; other texts are broken between words.</summary>
    public static void WriteFitted(this IAnsiConsole console, Table table)
    {
        RenderOptions options = RenderOptions.Create(console, console.Profile.Capabilities);
        int width = console.Profile.Width - table.Columns.Sum(c => (c.Padding?.Left + c.Padding?.Right) ?? 0) - table.Columns.Count - 1;
        var cells = table.Columns.Select((column, i) => table.Rows.Select(row => row[i].Measure(options, width)).ToArray()).ToArray();
        Measurement[] headers = [.. table.Columns.Select(column => column.Header.Measure(options, width))];
        int[] widths = [.. headers.Select((header, i) => cells[i].Select(c => table.Columns[i].Alignment == Justify.Right ? c.Max : c.Min).Append(header.Min).Max())];
        int[] complete = [.. headers.Select((header, i) => cells[i].Select(c => c.Max).Append(header.Max).Max())];
        int left = width - widths.Sum();
        if (complete.Sum() > width && left >= 0)
        {
            // The column that lacks most gets the next character.
            for (; left > 0; left--)
            {
                int neediest = Enumerable.Range(0, widths.Length).MaxBy(i => complete[i] - widths[i]);
                widths[neediest]++;
            }

            for (int i = 0; i < widths.Length; i++) table.Columns[i].Width = widths[i];
        }

        console.Write(table);
    }
}
