using System.Globalization;
using System.Text;

namespace PixelGpt.Bench.Growth;

/// <summary>Plots seconds per token against operations per token, both on logarithmic scales, as SVG. Points with the same fraction of the peak are on one line.</summary>
internal static class GrowthPlot
{
    private const double Width = 720, Height = 480, Left = 80, Right = 24, Top = 24, Bottom = 60;
    private static readonly string[] Colors = ["#2a6fbb", "#c8553d", "#3b8a4f", "#8a5fb0"];

    /// <summary>Draws the points, with lines at the peak, half of it and a quarter of it.</summary>
    public static string Draw(IReadOnlyList<GrowthPoint> points, double peakGigaflops)
    {
        (double x0, double x1) = Range(points.Select(p => p.OperationsPerToken));
        (double y0, double y1) = Range([.. points.Select(p => p.SecondsPerToken), points.Min(p => p.OperationsPerToken) / (1e9 * peakGigaflops)]);
        double X(double operations) => Left + ((Math.Log10(operations) - x0) / (x1 - x0) * (Width - Left - Right));
        double Y(double seconds) => Height - Bottom - ((Math.Log10(seconds) - y0) / (y1 - y0) * (Height - Top - Bottom));
        var svg = new StringBuilder();
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"13\">");
        Line($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>");
        Line($"<clipPath id=\"plot\"><rect x=\"{Left}\" y=\"{Top}\" width=\"{Width - Left - Right}\" height=\"{Height - Top - Bottom}\"/></clipPath>");
        foreach (double tick in Ticks(x0, x1))
        {
            Line($"<path d=\"M{X(tick):0.0} {Top}V{Height - Bottom}\" stroke=\"#ddd\"/>");
            Line($"<text x=\"{X(tick):0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{tick / 1e6:0.##}</text>");
        }

        foreach (double tick in Ticks(y0, y1))
        {
            Line($"<path d=\"M{Left} {Y(tick):0.0}H{Width - Right}\" stroke=\"#ddd\"/>");
            Line($"<text x=\"{Left - 8}\" y=\"{Y(tick) + 4:0.0}\" text-anchor=\"end\">{tick * 1e6:0.##}</text>");
        }

        foreach ((double fraction, string name) in ((double, string)[])[(1, "peak"), (0.5, "½"), (0.25, "¼")])
        {
            double rate = fraction * 1e9 * peakGigaflops, from = Math.Pow(10, x0), to = Math.Min(Math.Pow(10, x1), Math.Pow(10, y1) * rate);
            Line($"<path d=\"M{X(from):0.0} {Y(from / rate):0.0}L{X(to):0.0} {Y(to / rate):0.0}\" stroke=\"#999\" stroke-dasharray=\"5 4\" clip-path=\"url(#plot)\"/>");
            Line($"<text x=\"{X(to) - 8:0.0}\" y=\"{Y(to / rate) + 36:0.0}\" text-anchor=\"end\" fill=\"#777\">{name}</text>");
        }

        int series = 0;
        foreach (IGrouping<string, GrowthPoint> group in points.GroupBy(p => p.Series))
        {
            string color = Colors[series % Colors.Length];
            double y = Top + 20 + (20 * series++);
            Line($"<path d=\"M{string.Join('L', group.OrderBy(p => p.Value).Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.OperationsPerToken):0.0} {Y(p.SecondsPerToken):0.0}")))}\" fill=\"none\" stroke=\"{color}\" stroke-opacity=\"0.5\"/>");
            foreach (GrowthPoint p in group) Line($"<circle cx=\"{X(p.OperationsPerToken):0.0}\" cy=\"{Y(p.SecondsPerToken):0.0}\" r=\"4\" fill=\"{color}\"><title>{p.Series} {p.Value}</title></circle>");
            Line($"<circle cx=\"{Left + 16}\" cy=\"{y}\" r=\"4\" fill=\"{color}\"/>");
            Line($"<text x=\"{Left + 28}\" y=\"{y + 4}\">{group.Key} {group.Min(p => p.Value)}–{group.Max(p => p.Value)}</text>");
        }

        Line($"<path d=\"M{Left} {Top}V{Height - Bottom}H{Width - Right}\" fill=\"none\" stroke=\"#333\"/>");
        Line($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 14}\" text-anchor=\"middle\">useful operations per token, MFLOP</text>");
        Line($"<text transform=\"translate(22 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">training time per token, µs</text>");
        Line($"</svg>");
        return svg.ToString();

        void Line(FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    /// <summary>Returns the range of the values' logarithms, with a margin.</summary>
    private static (double From, double To) Range(IEnumerable<double> values)
    {
        double[] logarithms = [.. values.Select(Math.Log10)];
        return (logarithms.Min() - 0.1, logarithms.Max() + 0.1);
    }

    /// <summary>Returns the numbers 1, 2 and 5 times a power of ten between two logarithms.</summary>
    private static IEnumerable<double> Ticks(double from, double to)
    {
        for (double power = Math.Floor(from); power <= to; power++)
        {
            foreach (double digit in (double[])[1, 2, 5])
            {
                double tick = digit * Math.Pow(10, power);
                if (Math.Log10(tick) >= from && Math.Log10(tick) <= to) yield return tick;
            }
        }
    }
}
