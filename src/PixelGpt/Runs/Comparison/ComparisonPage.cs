using PixelGpt.Evaluation;
using PixelGpt.Runs.Reports;

namespace PixelGpt.Runs.Comparison;

/// <summary>Writes a comparison as a self-contained HTML page.</summary>
internal static class ComparisonPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <returns>The HTML.</returns>
    public static string Write(RunComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        string title = $"{comparison.Runs.Count} runs on {comparison.Split}";
        return HtmlPage.Write(title, html =>
        {
            html.Element("header", () =>
            {
                html.Element("h1", title);
                SplitEvaluation split = comparison.Runs[0].Report.Splits.First(s => s.Split == comparison.Split);
                html.Element("p", $"{comparison.Dataset.Name}: {split.Sprites} sprites, completed from the first {100 * comparison.Runs[0].Report.PromptFraction:0.#} % of each picture. Sorted by {comparison.SortedBy}.", ("class", "soft"));
            });
            var table = new HtmlTable("runs", "Figures of each run; the best are marked", "figure", [.. comparison.Runs.Select(r => r.Name)]);
            foreach (ComparedFigure figure in comparison.Figures) table.Add(figure.Label, [.. figure.Values.Select((v, i) => TableCell.Of(v, figure.Best.Contains(i)))]);
            table.Write(html);
            (string Name, string Warning)[] warnings = [.. comparison.Runs.SelectMany(r => r.Report.Warnings ?? [], (r, w) => (r.Name, w))];
            if (warnings.Length == 0) return;
            HtmlPage.Section(html, "warnings", "Warnings", () => html.Element("ul", () =>
            {
                foreach (IGrouping<string, string> warning in warnings.GroupBy(w => w.Warning, w => w.Name))
                    html.Element("li", warning.Count() == comparison.Runs.Count ? warning.Key : $"{string.Join(", ", warning)}: {warning.Key}");
            }));
        });
    }
}
