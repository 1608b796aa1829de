using PixelGpt.Imaging;
using PixelGpt.Imaging.Cutting;

namespace PixelGpt.Import;

/// <summary>The sprites of a picture file in their original size.</summary>
/// <param name="Sprites">The sprites.</param>
/// <param name="Scale">Factor by which all of them were upscaled.</param>
internal sealed record ExtractedSprites(IReadOnlyList<PixelImage> Sprites, int Scale)
{
    /// <summary>Cuts a picture if its file is a sprite sheet.</summary>
    /// <exception cref="InputException">The sheet cannot be cut.</exception>
    public static ExtractedSprites Of(PixelImage picture, PictureFile file, ISheetCutter? cutter)
    {
        if (!file.IsSheet || cutter is null) return new ExtractedSprites([picture], PixelScale.Of(picture));
        IReadOnlyList<PixelArea> areas = InputException.Within(file.Path, () => cutter.Cut(picture));
        PixelImage[] sprites = [.. areas.Select(picture.Crop)];
        int scale = 0;
        foreach (PixelImage sprite in sprites)
        {
            if (scale != 1) scale = PixelScale.Gcd(scale, PixelScale.Of(sprite));
        }

        return new ExtractedSprites(sprites, Math.Max(1, scale));
    }

    /// <summary>
    /// Returns the smallest divisor of <see cref="Scale"/> by which all sprites can be reduced to fit a size, or
    /// <see cref="Scale"/> if none is large enough. The smallest is used because sprites may be drawn in blocks.
    /// </summary>
    public int ScaleToFit(int width, int height)
    {
        bool Fits(int scale) => Sprites.All(s => s.Width <= scale * width && s.Height <= scale * height);
        return Enumerable.Range(1, Scale).FirstOrDefault(scale => Scale % scale == 0 && Fits(scale), Scale);
    }
}
