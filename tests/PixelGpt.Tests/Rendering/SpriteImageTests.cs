using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;

namespace PixelGpt.Tests.Rendering;

public sealed class SpriteImageTests
{
    private static readonly Palette Colors = new([new(255, 255, 255), new(0, 0, 0), new(200, 30, 40)]);

    [Fact]
    public void Each_pixel_is_drawn_as_a_square_of_its_colour()
    {
        PixelImage image = SpriteImage.Render(new Sprite(3, 2, [0, 1, 2, 2, 1, 0]), Colors, scale: 4);
        Assert.Equal((12, 8), (image.Width, image.Height));
        int[] indices = [0, 1, 2, 2, 1, 0];
        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 12; x++) Assert.Equal(Rgba.From(Colors[indices[(y / 4 * 3) + (x / 4)]]), image[x, y]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    public void Unknown_pixels_are_drawn_as_a_checkerboard_without_white(int scale)
    {
        PixelImage image = SpriteImage.Render(new Sprite(4, 4, [0, 1, 2, 0, 1]), Colors, scale);
        var shades = new HashSet<Rgba>();
        for (int y = scale; y < 4 * scale; y++)
        {
            for (int x = y < 2 * scale ? scale : 0; x < 4 * scale; x++) shades.Add(image[x, y]);
        }

        Assert.Equal(2, shades.Count);
        Assert.All(shades, shade => Assert.True(shade.A == 255 && shade.R == shade.G && shade.G == shade.B && shade.R is > 190 and < 245));
        Assert.Equal(Rgba.From(Colors[1]), image[0, scale]);
        Assert.NotEqual(image[scale, scale], image[scale + Math.Max(1, scale / 2), scale]);
    }

    [Fact]
    public void ToSprite_inverts_Render()
    {
        var sprite = new Sprite(3, 2, [0, 1, 2, 2, 1, 0]);
        MatchedSprite back = SpriteImage.ToSprite(SpriteImage.Render(sprite, Colors), Colors);
        Assert.Equal((3, 2, 0, 0.0), (back.Sprite.Width, back.Sprite.Height, back.Changed, back.LargestDifference));
        Assert.True(back.Sprite.Pixels.SequenceEqual(sprite.Pixels));
    }

    [Fact]
    public void ToSprite_counts_replaced_colours_and_makes_transparency_background()
    {
        var image = new PixelImage(6, 1);
        Rgba[] pixels = [new(200, 30, 40), new(190, 30, 40), new(0, 0, 0, 0), new(0, 0, 0, 100), new(0, 0, 0, 200), new(9, 9, 9)];
        pixels.CopyTo(image.Pixels);
        MatchedSprite matched = SpriteImage.ToSprite(image, Colors);
        Assert.Equal([2, 2, 0, 0, 1, 1], matched.Sprite.Pixels.ToArray());
        Assert.Equal(4, matched.Changed);
        Assert.Equal((new Rgb(9, 9, 9), new Rgb(0, 0, 0)), (matched.From, matched.To));
        Assert.Equal(Oklab.From(matched.From).L, matched.LargestDifference, 6);
    }

    [Fact]
    public void Render_rejects_invalid_indices_scales_and_sizes()
    {
        var sprite = new Sprite(2, 1, [0, 3]);
        Assert.Contains("index 3", Assert.Throws<InputException>(() => SpriteImage.Render(sprite, Colors)).Message, StringComparison.Ordinal);
        Assert.Contains("scale must be at least 1 (got 0)", Assert.Throws<InputException>(() => SpriteImage.Render(sprite, Colors, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("exceeds the limit", Assert.Throws<InputException>(() => SpriteImage.Render(sprite, Colors, int.MaxValue)).Message, StringComparison.Ordinal);
    }
}
