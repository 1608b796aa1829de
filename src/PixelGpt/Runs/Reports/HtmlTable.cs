namespace PixelGpt.Runs.Reports;

/// <summary>A table that scrolls by itself where the screen is narrow.</summary>
/// <param name="Id">What tells it from other tables of the page.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="Corner">What its first column holds.</param>
/// <param name="Columns">The headings of the others.</param>
internal sealed record HtmlTable(string Id, string Caption, string Corner, IReadOnlyList<string> Columns)
{
    private readonly List<(string Heading, IReadOnlyList<Cell> Cells, bool IsApart)> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="heading">What stands in its first column.</param>
    /// <param name="cells">A cell a column.</param>
    /// <param name="isApart">Whether a line divides it from what is above.</param>
    public void Add(string heading, IReadOnlyList<Cell> cells, bool isApart = false) => _rows.Add((heading, cells, isApart));

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
            foreach ((string heading, IReadOnlyList<Cell> cells, bool isApart) in _rows)
            {
                html.Element("tr", () =>
                {
                    html.Element("th", heading, ("scope", "row"));
                    foreach (Cell cell in cells) Write(html, cell);
                }, isApart ? [("class", "apart")] : []);
            }
        });
    }), ("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-labelledby", Id));

    private static void Write(HtmlWriter html, Cell cell) => html.Element("td", () =>
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

        if (cell.Spread is { } spread) html.Element("small", " " + spread);
    }, cell.IsBest ? [("class", "best")] : []);
}

/// <summary>A cell of a table.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Spread">What chance does to that.</param>
/// <param name="IsBest">Whether it is the best of those it is compared with.</param>
internal readonly record struct Cell(string Text, string? Spread = null, bool IsBest = false)
{
    /// <summary>A figure's cell, or one that shows there is none.</summary>
    public static Cell Of(Figure? figure, bool isBest = false) => figure is null ? new Cell("–") : new Cell(figure.Text, figure.Spread, isBest);
}
