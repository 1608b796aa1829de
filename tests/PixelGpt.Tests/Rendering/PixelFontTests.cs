using PixelGpt.Imaging;
using PixelGpt.Rendering;

namespace PixelGpt.Tests.Rendering;

public sealed class PixelFontTests
{
    [Fact]
    public void Every_printable_character_has_a_distinct_glyph()
    {
        string characters = new([.. Enumerable.Range(32, 95).Select(code => (char)code), '×', '–', '…', '→', '·', 'é']);
        var seen = new Dictionary<string, char>();
        foreach (char character in characters)
        {
            var image = new PixelImage(PixelFont.Advance, PixelFont.LineHeight);
            PixelFont.Draw(image, character.ToString(), 0, 0, 1, new Rgba(0, 0, 0));
            string glyph = string.Concat(image.Pixels.ToArray().Select(pixel => pixel.A == 0 ? '.' : '#'));
            Assert.True(seen.TryAdd(glyph, character), $"'{character}' has the same glyph as '{seen.GetValueOrDefault(glyph)}'");
        }
    }

    [Fact]
    public void A_glyph_is_drawn_and_enlarged_in_squares()
    {
        var image = new PixelImage(2 * PixelFont.Advance, 2 * PixelFont.LineHeight);
        PixelFont.Draw(image, "T", 0, 0, 2, new Rgba(0, 0, 0));
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++)
                Assert.Equal(y < 14 && x < 10 && (y < 2 || x is 4 or 5), image[x, y].A == 255);
        }
    }

    [Theory]
    [InlineData("prompt", 100, "prompt")]
    [InlineData("prompt", 35, "prompt")]
    [InlineData("prompt", 34, "prom…")]
    [InlineData("prompt", 5, "…")]
    [InlineData("prompt", 4, "")]
    public void Fit_shortens_a_text_with_an_ellipsis(string text, int width, string fitted)
    {
        Assert.Equal(fitted, PixelFont.Fit(text, width, 1));
        Assert.InRange(PixelFont.WidthOf(fitted, 1), 0, width);
    }
}
