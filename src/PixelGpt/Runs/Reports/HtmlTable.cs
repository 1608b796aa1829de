namespace PixelGpt.Runs.Reports;

/// <summary>A table of an HTML page. On a narrow screen it scrolls horizontally.</summary>
/// <param name="Id">The HTML id of the caption.</param>
/// <param name="Caption">The caption.</param>
/// <param name="Corner">The heading of the first column.</param>
/// <param name="Columns">The headings of the other columns.</param>
internal sealed record HtmlTable(string Id, string Caption, string Corner, IReadOnlyList<string> Columns)
{
    private readonly List<(string Heading, IReadOnlyList<TableCell> Cells, bool HasSeparator)> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="heading">The text of the first column.</param>
    /// <param name="cells">One cell per other column.</param>
    /// <param name="hasSeparator">Whether a line separates the row from the one above.</param>
    public void Add(string heading, IReadOnlyList<TableCell> cells, bool hasSeparator = false) => _rows.Add((heading, cells, hasSeparator));

    /// <summary>Writes the table.</summary>
    public void Write(HtmlWriter html) => html.Element("div", () => html.Element("table", () =>
    {
        html.Element("caption", () => html.Element("span", Caption), ("id", Id));
        html.Element("thead", () => html.Element("tr", () =>
        {
            html.Element("th", Corner, ("scope", "col"));
            foreach (string column in Columns) html.Element("th", column, ("scope", "col"));
        }));
        html.Element("tbody", () =>
        {
            foreach ((string heading, IReadOnlyList<TableCell> cells, bool hasSeparator) in _rows)
            {
                html.Element("tr", () =>
                {
                    html.Element("th", heading, ("scope", "row"));
                    foreach (TableCell cell in cells) Write(html, cell);
                }, hasSeparator ? [("class", "separated")] : []);
            }
        });
    }), ("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-labelledby", Id));

    private static void Write(HtmlWriter html, TableCell cell) => html.Element("td", () =>
    {
        if (cell.IsBest)
        {
            html.Element("strong", cell.Text);
            html.Element("span", "best", ("class", "mark"));
        }
        else
        {
            html.Text(cell.Text);
        }

        if (cell.Uncertainty is { } uncertainty) html.Element("small", " " + uncertainty);
    }, cell.IsBest ? [("class", "best")] : []);
}
