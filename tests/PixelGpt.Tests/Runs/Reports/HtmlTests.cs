using System.Xml.Linq;
using PixelGpt.Runs.Reports;

namespace PixelGpt.Tests.Runs.Reports;

public class HtmlTests
{
    [Fact]
    public void Text_and_attributes_are_escaped()
    {
        string page = HtmlPage.Write("<script>alert('&')</script>", html => html.Element("p", "a < b & \"c\"\0", ("title", "x\" onclick='y'<>&")));
        var parsed = XDocument.Parse(page);
        Assert.Equal("<script>alert('&')</script>", parsed.Descendants("title").Single().Value);
        XElement paragraph = parsed.Descendants("p").Single();
        Assert.Equal("a < b & \"c\"�", paragraph.Value);
        Assert.Equal("x\" onclick='y'<>&", paragraph.Attribute("title")!.Value);
        Assert.Empty(parsed.Descendants("script"));
    }

    [Theory]
    [InlineData(1.45, 3.2, "1 1.5 2 2.5 3 3.5")]
    [InlineData(0, 0.36, "0 0.1 0.2 0.3 0.4")]
    [InlineData(2, 2, "2 2.05 2.1 2.15 2.2")]
    [InlineData(0, 0, "0 0.0002 0.0004 0.0006 0.0008 0.001")]
    [InlineData(-3, 7, "-4 -2 0 2 4 6 8")]
    public void A_rounded_axis_ends_at_round_numbers_around_all_values(double smallest, double largest, string ticks)
    {
        var axis = Axis.Over(smallest, largest, isExact: false);
        Assert.Equal(ticks, string.Join(' ', axis.Ticks.Select(t => $"{t:0.#####}")));
        Assert.True(axis.From <= smallest && axis.To >= largest);
    }

    [Theory]
    [InlineData(1, 50, "10 20 30 40 50")]
    [InlineData(1, 3, "1 2 3")]
    [InlineData(1, 1, "1 2")]
    [InlineData(1, 1000, "200 400 600 800 1000")]
    public void An_exact_axis_has_integer_ticks_and_no_margin(double smallest, double largest, string ticks)
    {
        var axis = Axis.Over(smallest, largest, isExact: true);
        Assert.Equal(ticks, string.Join(' ', axis.Ticks));
        Assert.Equal(smallest, axis.From);
    }

    [Fact]
    public void A_chart_draws_its_curves_at_the_right_positions()
    {
        var html = new HtmlWriter();
        var chart = new LineChart("loss", v => $"{v:0.0}");
        chart.Add("training", [(1, 3), (2, 2), (3, 1)]);
        chart.Add("dev", [(2, 2.5)]);
        chart.Add("nothing", []);
        chart.Write(html);
        XElement figure = XDocument.Parse(html.ToString()).Root!;
        double[][] points = [.. figure.Descendants("polyline").Single().Attribute("points")!.Value.Split(' ').Select(p => p.Split(',').Select(double.Parse).ToArray())];
        Assert.Equal(3, points.Length);
        Assert.True(points[0][0] < points[1][0] && points[1][0] < points[2][0]);
        Assert.True(points[0][1] < points[1][1] && points[1][1] < points[2][1]);
        Assert.Single(figure.Descendants("circle"));
        Assert.Equal(["training", "dev"], figure.Descendants("li").Select(l => l.Value));
        Assert.Equal("loss: training from 3.0 in epoch 1 to 1.0 in epoch 3; dev from 2.5 in epoch 2 to 2.5 in epoch 2", figure.Element("svg")!.Attribute("aria-label")!.Value);
    }
}
