using PixelGpt.Imaging;
using PixelGpt.Imaging.Resizing;

namespace PixelGpt.Import;

/// <summary>
/// Makes pictures of any size sprites of one: larger ones come down by the scale they were enlarged with, and if that
/// is not enough by a filter, their sides in proportion; smaller ones are put in the middle. What is around is transparent.
/// </summary>
internal sealed class SpriteFitter(int width, int height, IResizeFilter filter)
{
    /// <summary>How many pictures came down by their scale alone.</summary>
    public int Reduced { get; private set; }

    /// <summary>How many the filter made smaller.</summary>
    public int Resampled { get; private set; }

    /// <summary>How many are smaller than sprites are, and were put in the middle.</summary>
    public int Centered { get; private set; }

    /// <summary>Fits the sprites of one file, which were enlarged together: they come down together, if one is too large.</summary>
    public IEnumerable<PixelImage> Fit(CutPicture cut)
    {
        int scale = cut.Sprites.Any(IsTooLarge) ? cut.ScaleTo(width, height) : 1;
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
