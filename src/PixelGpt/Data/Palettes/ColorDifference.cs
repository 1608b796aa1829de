using PixelGpt.Imaging;

namespace PixelGpt.Data.Palettes;

/// <summary>How far the pixels of pictures are from the palette's colours that they were given.</summary>
/// <param name="Pixels">How many pixels there are.</param>
/// <param name="Changed">How many of them got another colour.</param>
/// <param name="Mean">The mean ΔE of all pixels (see <see cref="Oklab"/>).</param>
/// <param name="Max">The largest ΔE.</param>
public readonly record struct ColorDifference(long Pixels, long Changed, double Mean, double Max)
{
    /// <summary>What becomes of colours when each goes to the nearest of a palette.</summary>
    public static ColorDifference Of(IEnumerable<ColorCount> colors, Palette palette)
    {
        ArgumentNullException.ThrowIfNull(colors);
        ArgumentNullException.ThrowIfNull(palette);
        long pixels = 0, changed = 0;
        double sum = 0, max = 0;
        foreach ((Rgb color, long count) in colors)
        {
            pixels += count;
            Rgb nearest = palette[palette.NearestIndex(color)];
            if (nearest == color) continue;
            double distance = Oklab.From(color).DistanceTo(Oklab.From(nearest));
            changed += count;
            sum += distance * count;
            max = Math.Max(max, distance);
        }

        return new ColorDifference(pixels, changed, pixels > 0 ? sum / pixels : 0, max);
    }
}
