using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Rendering;

namespace PixelGpt.Import;

/// <summary>A picture converted to a sprite for a model: in the original size and with colours of the palette.</summary>
/// <param name="Scale">Factor by which the picture was larger than the sprite.</param>
/// <param name="Matched">The sprite and its colour changes.</param>
public sealed record PromptPicture(int Scale, MatchedSprite Matched)
{
    /// <summary>
    /// Converts a picture to a sprite. If the picture is too large, its upscaling is undone (see <see cref="PixelScale"/>). It is
    /// never resampled.
    /// </summary>
    /// <param name="picture">The picture.</param>
    /// <param name="palette">Palette of the sprite.</param>
    /// <param name="size">Size of the sprites; null if there is no fixed size.</param>
    /// <param name="maxPixels">Maximum number of pixels of a sprite, if there is no fixed size.</param>
    /// <returns>The sprite and its changes.</returns>
    public static PromptPicture Of(PixelImage picture, Palette palette, (int Width, int Height)? size, int maxPixels)
    {
        ArgumentNullException.ThrowIfNull(picture);
        int scale = ScaleOf(picture, size, maxPixels);
        return new PromptPicture(scale, SpriteImage.ToSprite(PixelScale.Reduce(picture, scale), palette));
    }

    /// <summary>Returns the factor by which a picture is reduced; 1 if it fits or was not enlarged.</summary>
    internal static int ScaleOf(PixelImage picture, (int Width, int Height)? size, int maxPixels)
    {
        bool isTooLarge = size is (int maxWidth, int maxHeight) ? picture.Width > maxWidth || picture.Height > maxHeight : picture.Pixels.Length > maxPixels;
        if (!isTooLarge) return 1;
        var extracted = new ExtractedSprites([picture], PixelScale.Of(picture));
        return size is (int width, int height) ? extracted.ScaleToFit(width, height) : extracted.Scale;
    }
}
