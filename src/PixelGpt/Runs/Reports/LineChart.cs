using System.Globalization;

namespace PixelGpt.Runs.Reports;

/// <summary>Curves over epochs as a drawing (SVG) that grows with its place, and scales of round numbers beside it.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Format">How the numbers at its side are written.</param>
internal sealed record LineChart(string Title, Func<double, string> Format)
{
    // In units of the drawing; on a phone one of them is about a pixel.
    private const double Width = 360, Height = 210, Left = 44, Right = 10, Top = 10, Bottom = 30;

    private readonly List<(string Name, string Style, (double X, double Y)[] Points)> _curves = [];

    /// <summary>A place on the horizontal axis to mark, with its name; null for none.</summary>
    public (double X, string Name)? Mark { get; init; }

    /// <summary>Adds a curve; a chart has two at most.</summary>
    public void Add(string name, IEnumerable<(double X, double Y)> points)
    {
        (double X, double Y)[] all = [.. points];
        if (all.Length > 0) _curves.Add((name, _curves.Count == 0 ? "first" : "second", all));
    }

    /// <summary>Writes the chart with a key to its curves; nothing where there are none.</summary>
    public void Write(HtmlWriter html)
    {
        if (_curves.Count == 0) return;
        (double X, double Y)[] points = [.. _curves.SelectMany(c => c.Points)];
        var x = Axis.Over(points.Min(p => p.X), points.Max(p => p.X), isTight: true);
        var y = Axis.Over(points.Min(p => p.Y), points.Max(p => p.Y), isTight: false);
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
                if (Mark is { } mark) Line(html, "kept", ToX(mark.X), Top, ToX(mark.X), Height - Bottom);
                foreach ((_, string style, (double X, double Y)[] curve) in _curves)
                {
                    if (curve.Length == 1) html.Void("circle", ("class", style), ("cx", Place(ToX(curve[0].X))), ("cy", Place(ToY(curve[0].Y))), ("r", "3"));
                    else html.Void("polyline", ("class", style), ("points", string.Join(' ', curve.Select(p => $"{Place(ToX(p.X))},{Place(ToY(p.Y))}"))));
                }
            }, ("viewBox", $"0 0 {Width} {Height}"), ("role", "img"), ("aria-label", $"{Title}: {string.Join("; ", _curves.Select(Describe))}"));
            html.Element("figcaption", () => html.Element("ul", () =>
            {
                foreach ((string name, string style, _) in _curves) html.Element("li", name, ("class", style));
                if (Mark is { } mark) html.Element("li", mark.Name, ("class", "kept"));
            }, ("class", "key")));
        });
    }

    private string Describe((string Name, string Style, (double X, double Y)[] Points) curve) =>
        $"{curve.Name} from {Format(curve.Points[0].Y)} in epoch {curve.Points[0].X} to {Format(curve.Points[^1].Y)} in epoch {curve.Points[^1].X}";

    private static void Line(HtmlWriter html, string style, double x1, double y1, double x2, double y2) =>
        html.Void("line", ("class", style), ("x1", Place(x1)), ("y1", Place(y1)), ("x2", Place(x2)), ("y2", Place(y2)));

    private static void Label(HtmlWriter html, string text, double x, double y, string anchor) =>
        html.Element("text", text, ("x", Place(x)), ("y", Place(y)), ("text-anchor", anchor));

    private static string Place(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}

/// <summary>A scale between two numbers with round numbers along it.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Ticks">The round numbers.</param>
internal sealed record Axis(double From, double To, IReadOnlyList<double> Ticks)
{
    private const int Intervals = 5;

    /// <summary>A scale that holds all from one number to another.</summary>
    /// <param name="least">The least number.</param>
    /// <param name="greatest">The greatest.</param>
    /// <param name="isTight">Whether it ends with them, rather than with the next round number, and its numbers are whole.</param>
    public static Axis Over(double least, double greatest, bool isTight)
    {
        if (greatest <= least) greatest = least + (isTight ? 1 : Math.Max(Math.Abs(least) * 0.1, 1e-3));
        double rough = (greatest - least) / Intervals, power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        if (isTight) step = Math.Max(1, step);
        long first = (long)(isTight ? Math.Ceiling(least / step) : Math.Floor(least / step)), last = (long)(isTight ? Math.Floor(greatest / step) : Math.Ceiling(greatest / step));
        double[] ticks = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => (first + i) * step)];
        return isTight ? new Axis(least, greatest, ticks) : new Axis(ticks[0], ticks[^1], ticks);
    }
}
