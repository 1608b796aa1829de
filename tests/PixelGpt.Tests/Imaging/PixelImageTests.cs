using PixelGpt.Imaging;

namespace PixelGpt.Tests.Imaging;

public sealed class PixelImageTests
{
    [Fact]
    public void A_new_image_is_transparent_and_stores_pixels()
    {
        var image = new PixelImage(4, 3);
        Assert.All(image.Pixels.ToArray(), pixel => Assert.Equal(default, pixel));
        var red = new Rgba(255, 0, 0);
        image.Fill(1, 1, 2, 2, red);
        Assert.Equal([(1, 1), (2, 1), (1, 2), (2, 2)], Painted(image, red));
        var stamp = new PixelImage(1, 1) { [0, 0] = new Rgba(1, 2, 3, 4) };
        image.Draw(stamp, 3, 0);
        Assert.Equal(new Rgba(1, 2, 3, 4), image.Row(0)[3]);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 3)]
    [InlineData(0, -1)]
    [InlineData(0, int.MinValue)]
    public void Positions_outside_the_image_are_rejected(int x, int y)
    {
        var image = new PixelImage(4, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => image[x, y]);
        Assert.Throws<ArgumentOutOfRangeException>(() => image[x, y] = default);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    [InlineData(8193, 8192)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(PixelImage.MaxSide + 1, 1)]
    public void Sizes_without_area_or_over_the_limit_are_rejected(int width, int height) =>
        Assert.Contains($"{width}×{height}", Assert.Throws<InputException>(() => new PixelImage(width, height)).Message, StringComparison.Ordinal);

    private static List<(int X, int Y)> Painted(PixelImage image, Rgba color)
    {
        var found = new List<(int, int)>();
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            if (image.Pixels[i] == color) found.Add((i % image.Width, i / image.Width));
        }

        return found;
    }
}
