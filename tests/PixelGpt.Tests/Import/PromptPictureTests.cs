using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Import;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Import;

public class PromptPictureTests
{
    /// <summary>A picture is not reduced more than necessary, because a sprite may be drawn in blocks.</summary>
    [Theory]
    [InlineData(160, 160, 16, 20, 20)]
    [InlineData(160, 160, 8, 20, 20)]
    [InlineData(40, 20, 10, 20, 10)]
    [InlineData(64, 64, 4, 16, 16)]
    [InlineData(20, 20, 20, 20, 20)]
    [InlineData(12, 9, 3, 12, 9)]
    public void A_picture_is_reduced_only_as_far_as_necessary(int width, int height, int block, int expectedWidth, int expectedHeight)
    {
        Palette palette = TinyModels.Palette();
        var picture = new PixelImage(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++) picture[x, y] = Rgba.From(palette[((x / block) + (y / block)) % 2]);
        }

        Sprite sprite = PromptPicture.Of(picture, palette, (20, 20), 400).Matched.Sprite;
        Assert.Equal((expectedWidth, expectedHeight), (sprite.Width, sprite.Height));
    }
}
