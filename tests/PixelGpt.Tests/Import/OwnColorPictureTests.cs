using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Import;

namespace PixelGpt.Tests.Import;

public class OwnColorPictureTests
{
    private static readonly Rgba Clear = new(0, 0, 0, 0);
    private static readonly Rgba White = new(255, 255, 255);
    private static readonly Rgba Red = new(200, 30, 40);
    private static readonly Rgba Blue = new(20, 30, 200);

    [Fact]
    public void Transparent_pixels_become_background_and_opaque_pixels_of_its_colour_stay_apart()
    {
        PixelImage image = Image(4, Clear, Red, White, Red, new Rgba(1, 2, 3, 127), Blue, Clear, new Rgba(20, 30, 200, 128));
        OwnColorPicture picture = Of(image);
        Assert.True(picture.HasTransparency);
        Assert.Equal([White.Rgb, Red.Rgb, White.Rgb, Blue.Rgb], picture.Palette.Colors.ToArray());
        Assert.Equal([0, 1, 2, 1, 0, 3, 0, 3], picture.Sprite.Pixels.ToArray());
    }

    [Fact]
    public void Without_transparency_the_background_is_the_most_frequent_colour_on_the_edge()
    {
        PixelImage image = Image(3, Blue, Blue, White, Blue, Red, Red, White, Blue, Red);
        OwnColorPicture picture = Of(image);
        Assert.False(picture.HasTransparency);
        Assert.Equal([Blue.Rgb, White.Rgb, Red.Rgb], picture.Palette.Colors.ToArray());
        Assert.Equal([0, 0, 1, 0, 2, 2, 1, 0, 2], picture.Sprite.Pixels.ToArray());
    }

    [Fact]
    public void Additional_colours_follow_unless_the_picture_has_them()
    {
        OwnColorPicture picture = Of(Image(2, Blue, Blue, Blue, Red), new Rgb(1, 1, 1), Red.Rgb, new Rgb(2, 2, 2), new Rgb(1, 1, 1));
        Assert.Equal([Blue.Rgb, Red.Rgb, new Rgb(1, 1, 1), new Rgb(2, 2, 2)], picture.Palette.Colors.ToArray());
    }

    [Fact]
    public void An_enlarged_picture_is_reduced_only_if_it_is_too_large()
    {
        PixelImage enlarged = PixelScale.Enlarge(Image(2, Blue, Red, Red, Blue), 20);
        OwnColorPicture picture = OwnColorPicture.Of(enlarged, 32, White.Rgb);
        Assert.Equal((2, 20, 20), (picture.Scale, picture.Sprite.Width, picture.Sprite.Height));
        Assert.Equal((1, 40), (OwnColorPicture.Of(enlarged, 40, White.Rgb).Scale, OwnColorPicture.Of(enlarged, 40, White.Rgb).Sprite.Width));
        Assert.Equal(enlarged.Pixels.ToArray(), PixelScale.Enlarge(PixelScale.Reduce(enlarged, 4), 4).Pixels.ToArray());
    }

    [Theory]
    [InlineData(8, 8, null)]
    [InlineData(8, 7, null)]
    [InlineData(8, 6, 24)]
    [InlineData(8, 3, 12)]
    [InlineData(8, 0, 4)]
    public void A_picture_whose_lower_part_is_empty_is_unfinished(int height, int drawnRows, int? expected)
    {
        // The drawn rows have one pixel that is not background.
        int[] pixels = new int[4 * height];
        for (int row = 0; row < drawnRows; row++) pixels[(row * 4) + 1] = 1;
        Assert.Equal(expected, UnfinishedPicture.DrawnPixels(new Sprite(4, height, pixels)));
    }

    private static OwnColorPicture Of(PixelImage image, params Rgb[] additional) => OwnColorPicture.Of(image, 32, White.Rgb, additional);

    private static PixelImage Image(int width, params Rgba[] pixels)
    {
        var image = new PixelImage(width, pixels.Length / width);
        pixels.CopyTo(image.Pixels);
        return image;
    }
}
