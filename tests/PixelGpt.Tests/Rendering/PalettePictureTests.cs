using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;

namespace PixelGpt.Tests.Rendering;

public sealed class PalettePictureTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(300)]
    public void Every_colour_is_drawn(int count)
    {
        var palette = new Palette(Enumerable.Range(0, count).Select(i => new Rgb((byte)i, (byte)(255 - i), (byte)(i / 256))));
        HashSet<Rgba> shown = [.. PalettePicture.Draw(palette, "a title").Pixels.ToArray()];
        Assert.Superset(palette.Colors.Select(Rgba.From).ToHashSet(), shown);
    }

    [Fact]
    public void A_very_large_palette_is_drawn_in_part()
    {
        var palette = new Palette(Enumerable.Range(0, 60_000).Select(i => new Rgb((byte)i, (byte)(i >> 8), 7)));
        PixelImage picture = PalettePicture.Draw(palette, "many");
        Assert.InRange(picture.Height, 1000, 10_000);
    }
}
