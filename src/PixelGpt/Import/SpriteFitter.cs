using PixelGpt.Imaging;
using PixelGpt.Imaging.Resizing;

namespace PixelGpt.Import;

/// <summary>
/// Fits pictures of any size to the sprite size. The upscaling of larger pictures is undone; if they are still too large, a filter
/// shrinks them with the aspect ratio preserved. Smaller pictures are centred on a transparent canvas.
/// </summary>
internal sealed class SpriteFitter(int width, int height, IResizeFilter filter) : IPictureFitter
{
    /// <inheritdoc/>
    public int Reduced { get; private set; }

    /// <inheritdoc/>
    public int Resampled { get; private set; }

    /// <inheritdoc/>
    public int Centered { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<SkippedPicture>? Skipped => null;

    /// <summary>Fits the sprites of one file. They were upscaled together, so if one is too large, all are reduced.</summary>
    public IEnumerable<PixelImage?> Fit(ExtractedSprites cut, string path)
    {
        int scale = cut.Sprites.Any(IsTooLarge) ? cut.ScaleToFit(width, height) : 1;
        return cut.Sprites.Select(sprite => Fit(sprite, scale));
    }

    private PixelImage Fit(PixelImage sprite, int scale)
    {
        bool wasTooLarge = IsTooLarge(sprite);
        sprite = PixelScale.Reduce(sprite, scale);
        if (IsTooLarge(sprite))
        {
            double factor = Math.Max((double)sprite.Width / width, (double)sprite.Height / height);
            sprite = filter.Resize(sprite, Side(sprite.Width, factor, width), Side(sprite.Height, factor, height));
            Resampled++;
        }
        else if (wasTooLarge)
        {
            Reduced++;
        }

        if ((sprite.Width, sprite.Height) == (width, height)) return sprite;
        if (!wasTooLarge) Centered++;
        var fitted = new PixelImage(width, height);
        fitted.Draw(sprite, (width - sprite.Width) / 2, (height - sprite.Height) / 2);
        return fitted;
    }

    private bool IsTooLarge(PixelImage sprite) => sprite.Width > width || sprite.Height > height;

    private static int Side(int side, double factor, int most) => Math.Clamp((int)Math.Round(side / factor), 1, most);
}
