using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;

namespace PixelGpt.Import;

/// <summary>Any picture as a model sees it: at the size it was drawn, in the palette's colours.</summary>
/// <param name="Scale">How many times larger than the sprite the picture is.</param>
/// <param name="Matched">The sprite, and what became of its colours.</param>
public sealed record PromptPicture(int Scale, MatchedSprite Matched)
{
    /// <summary>
    /// Makes a sprite of a picture. One larger than wanted comes down by the whole number it was enlarged with (see
    /// <see cref="PixelScale"/>), if it was; no filter makes up pixels.
    /// </summary>
    /// <param name="picture">The picture.</param>
    /// <param name="palette">The colours to choose from.</param>
    /// <param name="size">The size that sprites have; null where there is none.</param>
    /// <param name="maxPixels">The most pixels that a sprite may have.</param>
    public static PromptPicture Of(PixelImage picture, Palette palette, (int Width, int Height)? size, int maxPixels)
    {
        ArgumentNullException.ThrowIfNull(picture);
        bool isTooLarge = size is (int width, int height) ? picture.Width > width || picture.Height > height : picture.Pixels.Length > maxPixels;
        int scale = isTooLarge ? ScaleOf(picture, size) : 1;
        return new PromptPicture(scale, SpriteImage.ToSprite(PixelScale.Reduce(picture, scale), palette));
    }

    private static int ScaleOf(PixelImage picture, (int Width, int Height)? size)
    {
        var cut = new CutPicture([picture], PixelScale.Of(picture));
        return size is (int width, int height) ? cut.ScaleTo(width, height) : cut.Scale;
    }
}
