using PixelGpt.Imaging;

namespace PixelGpt.Data.Palettes;

/// <summary>The difference between the colours of pictures and the palette colours that replace them.</summary>
/// <param name="Pixels">Number of pixels.</param>
/// <param name="Changed">Number of pixels whose colour changed.</param>
/// <param name="Mean">Mean ΔE over all pixels (see <see cref="Oklab"/>).</param>
/// <param name="Max">Largest ΔE.</param>
public readonly record struct ColorDifference(long Pixels, long Changed, double Mean, double Max)
{
    /// <summary>Computes the difference when each colour is replaced by the nearest colour of a palette.</summary>
    /// <param name="colors">Colours and their numbers of pixels.</param>
    /// <param name="palette">The palette.</param>
    /// <returns>The difference over all pixels.</returns>
    internal static ColorDifference Of(IEnumerable<ColorCount> colors, Palette palette)
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
