using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Data;

public sealed class PaletteTests
{
    [Theory]
    [InlineData("255 254 253\n0 1 2")]
    [InlineData("255 254 253\r\n0 1 2\r\n\r\n")]
    [InlineData(" 255\t254  253 \n0 1 2\n")]
    public void Parse_reads_colours_in_order(string text) =>
        Assert.Equal([new Rgb(255, 254, 253), new Rgb(0, 1, 2)], Palette.Parse(text, "colormap.txt").Colors.ToArray());

    [Theory]
    [InlineData("1 2 3\n1 256 3", "colormap.txt:2: expected three numbers 0–255 (got '256')")]
    [InlineData("1 2 3\n1 -1 3", "colormap.txt:2: expected three numbers 0–255 (got '-1')")]
    [InlineData("1 2 99999999999999999999", "colormap.txt:1: expected three numbers 0–255 (got '99999999999999999999')")]
    [InlineData("1 2 x", "colormap.txt:1: expected three numbers 0–255 (got 'x')")]
    [InlineData("1 2 3\n\n4 5 6", "colormap.txt:2: expected three numbers 0–255 (got 0 numbers)")]
    [InlineData("1 2", "colormap.txt:1: expected three numbers 0–255 (got 2 numbers)")]
    [InlineData("1 2 3 4", "colormap.txt:1: expected three numbers 0–255 (got '1 2 3 4')")]
    [InlineData("", "colormap.txt: the file is empty; expected one line 'R G B' per colour")]
    [InlineData(" \n\n", "colormap.txt: the file is empty")]
    public void Errors_state_the_line(string text, string expected)
    {
        var e = Assert.Throws<InputException>(() => Palette.Parse(text, "colormap.txt"));
        Assert.StartsWith(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_reports_a_missing_file()
    {
        using var folder = new TemporaryFolder();
        var e = Assert.Throws<InputException>(() => Palette.Load(folder["colormap.txt"]));
        Assert.StartsWith($"{folder["colormap.txt"]}: no such file", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_reads_a_file_and_rejects_one_over_the_limit()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["colormap.txt"], "255 254 253\n0 1 2\n");
        Assert.Equal([new Rgb(255, 254, 253), new Rgb(0, 1, 2)], Palette.Load(folder["colormap.txt"]).Colors.ToArray());

        File.WriteAllText(folder["large.txt"], new string('\n', (1 << 20) + 1));
        var e = Assert.Throws<InputException>(() => Palette.Load(folder["large.txt"]));
        Assert.Contains("exceeds the limit of 1048576 bytes for a colour map with one line 'R G B' per colour", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_reads_what_ToColormapText_writes()
    {
        Rgb[] colors = [.. Enumerable.Range(0, 256).Select(i => new Rgb((byte)i, (byte)(i * 7), (byte)(255 - i)))];
        Assert.Equal(colors, Palette.Parse(new Palette(colors).ToColormapText(), "colormap.txt").Colors);
    }

    [Fact]
    public void A_palette_without_colours_is_rejected() =>
        Assert.Equal("a palette must have at least one colour", Assert.Throws<InputException>(() => new Palette([])).Message);

    [Fact]
    public void A_palette_has_at_most_65536_colours()
    {
        Assert.Equal(65_536, new Palette(new Rgb[65_536]).Count);
        Assert.Equal("a palette must have at most 65536 colours (got 65537)", Assert.Throws<InputException>(() => new Palette(new Rgb[65_537])).Message);
    }

    /// <summary>Checks that a drawn pixel of the background colour becomes the second index of that colour, or the background if there is none.</summary>
    [Fact]
    public void NearestDrawnIndex_avoids_the_background_if_its_colour_is_in_the_palette_again()
    {
        Rgb black = new(0, 0, 0), red = new(255, 0, 0);
        var twice = new Palette([black, red, black, black]);
        Assert.Equal(2, twice.NearestDrawnIndex(black));
        Assert.Equal(2, twice.NearestDrawnIndex(new Rgb(1, 1, 1)));
        Assert.Equal(1, twice.NearestDrawnIndex(new Rgb(250, 0, 0)));
        Assert.Equal(1, new Palette([black, black]).NearestDrawnIndex(black));
        Assert.Equal(0, new Palette([black, red]).NearestDrawnIndex(black));
        Assert.Equal(0, new Palette([black]).NearestDrawnIndex(red));
    }

    [Fact]
    public void NearestIndex_returns_the_lowest_of_equally_near_indices()
    {
        var palette = new Palette([new Rgb(10, 0, 0), new Rgb(0, 0, 0), new Rgb(20, 0, 0), new Rgb(0, 0, 0), new Rgb(255, 255, 255), new Rgb(20, 0, 0)]);

        Assert.Equal(1, palette.NearestIndex(new Rgb(0, 0, 0)));
        Assert.Equal(2, palette.NearestIndex(new Rgb(21, 0, 0)));
        Assert.Equal(4, palette.NearestIndex(new Rgb(200, 200, 200)));
    }

    [Fact]
    public void NearestIndex_uses_perceptual_distance()
    {
        // By channel values, dark blue is nearer to black than to blue; perceptually it is nearer to blue.
        var palette = new Palette([new Rgb(0, 0, 0), new Rgb(0, 0, 255)]);
        Assert.Equal(1, palette.NearestIndex(new Rgb(0, 0, 120)));
    }

    [Theory]
    [InlineData("ff8000", true)]
    [InlineData("#FF8000", true)]
    [InlineData("ff800", false)]
    [InlineData("ff80000", false)]
    [InlineData("##ff8000", false)]
    [InlineData("gg8000", false)]
    [InlineData("", false)]
    [InlineData("+f8000", false)]
    [InlineData(" f8000", false)]
    public void TryParse_reads_hexadecimal_colours(string text, bool isColor)
    {
        Assert.Equal(isColor, Rgb.TryParse(text, out Rgb color));
        Assert.Equal(isColor ? new Rgb(255, 128, 0) : default, color);
    }
}
