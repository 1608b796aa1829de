using System.Globalization;

namespace PixelGpt.Runs.Reports;

/// <summary>A chart of curves over epochs, written as a scalable SVG.</summary>
/// <param name="Title">The title.</param>
/// <param name="Format">Formats the numbers of the vertical axis.</param>
internal sealed record LineChart(string Title, Func<double, string> Format)
{
    // In SVG units; on a phone one unit is about one CSS pixel.
    private const double Width = 360, Height = 210, Left = 44, Right = 10, Top = 10, Bottom = 30;

    private readonly List<(string Name, string Style, (double X, double Y)[] Points)> _curves = [];

    /// <summary>A position on the horizontal axis to mark, with its name; null for none.</summary>
    public (double X, string Name)? Mark { get; init; }

    /// <summary>Adds a curve; a chart has at most two. A curve without points is ignored.</summary>
    public void Add(string name, IEnumerable<(double X, double Y)> points)
    {
        (double X, double Y)[] all = [.. points];
        if (all.Length > 0) _curves.Add((name, _curves.Count == 0 ? "first" : "second", all));
    }

    /// <summary>Writes the chart with a legend; nothing if it has no curves.</summary>
    public void Write(HtmlWriter html)
    {
        if (_curves.Count == 0) return;
        (double X, double Y)[] points = [.. _curves.SelectMany(c => c.Points)];
        var x = Axis.Over(points.Min(p => p.X), points.Max(p => p.X), isExact: true);
        var y = Axis.Over(points.Min(p => p.Y), points.Max(p => p.Y), isExact: false);
        double ToX(double value) => Left + ((value - x.From) / (x.To - x.From) * (Width - Left - Right));
        double ToY(double value) => Height - Bottom - ((value - y.From) / (y.To - y.From) * (Height - Top - Bottom));
        html.Element("figure", () =>
        {
            html.Element("h3", Title);
            html.Element("svg", () =>
            {
                foreach (double tick in y.Ticks)
                {
                    Line(html, "grid", Left, ToY(tick), Width - Right, ToY(tick));
                    Label(html, Format(tick), Left - 6, ToY(tick) + 4, "end");
                }

                foreach (double tick in x.Ticks) Label(html, tick.ToString("0", CultureInfo.InvariantCulture), ToX(tick), Height - Bottom + 15, "middle");
                Label(html, "epoch", Width - Right, Height - 2, "end");
                if (Mark is { } mark) Line(html, "best-epoch", ToX(mark.X), Top, ToX(mark.X), Height - Bottom);
                foreach ((_, string style, (double X, double Y)[] curve) in _curves)
                {
                    if (curve.Length == 1) html.Void("circle", ("class", style), ("cx", Coordinate(ToX(curve[0].X))), ("cy", Coordinate(ToY(curve[0].Y))), ("r", "3"));
                    else html.Void("polyline", ("class", style), ("points", string.Join(' ', curve.Select(p => $"{Coordinate(ToX(p.X))},{Coordinate(ToY(p.Y))}"))));
                }
            }, ("viewBox", $"0 0 {Width} {Height}"), ("role", "img"), ("aria-label", $"{Title}: {string.Join("; ", _curves.Select(Describe))}"));
            html.Element("figcaption", () => html.Element("ul", () =>
            {
                foreach ((string name, string style, _) in _curves) html.Element("li", name, ("class", style));
                if (Mark is { } mark) html.Element("li", mark.Name, ("class", "best-epoch"));
            }, ("class", "key")));
        });
    }

    private string Describe((string Name, string Style, (double X, double Y)[] Points) curve) =>
        $"{curve.Name} from {Format(curve.Points[0].Y)} in epoch {curve.Points[0].X} to {Format(curve.Points[^1].Y)} in epoch {curve.Points[^1].X}";

    private static void Line(HtmlWriter html, string style, double x1, double y1, double x2, double y2) =>
        html.Void("line", ("class", style), ("x1", Coordinate(x1)), ("y1", Coordinate(y1)), ("x2", Coordinate(x2)), ("y2", Coordinate(y2)));

    private static void Label(HtmlWriter html, string text, double x, double y, string anchor) =>
        html.Element("text", text, ("x", Coordinate(x)), ("y", Coordinate(y)), ("text-anchor", anchor));

    private static string Coordinate(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
