using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>The palette of an imported data set and its effect on the pictures.</summary>
/// <param name="Palette">The palette; the background is index 0.</param>
/// <param name="Origin">How the palette was chosen.</param>
/// <param name="ColorsFound">Number of different colours in the pictures.</param>
/// <param name="Difference">Difference between the original colours and those of the palette.</param>
public sealed record PaletteChoice(Palette Palette, PaletteOrigin Origin, int ColorsFound, ColorDifference Difference)
{
    /// <summary>Chooses the palette for the colours of the pictures.</summary>
    internal static PaletteChoice Make(IReadOnlyCollection<ColorCount> colors, Rgb background, ImportOptions options, CancellationToken cancellationToken)
    {
        (Palette palette, PaletteOrigin origin) = Choose(colors, background, options, cancellationToken);
        return new PaletteChoice(palette, origin, colors.Count, ColorDifference.Of(colors, palette));
    }

    private static (Palette Palette, PaletteOrigin Origin) Choose(IReadOnlyCollection<ColorCount> colors, Rgb background, ImportOptions options, CancellationToken cancellationToken)
    {
        if (options.Palette is { } given) return (WithBackground(given, background), PaletteOrigin.Given);
        bool fits = colors.Count(c => c.Color != background) < options.Colors;
        return fits
            ? (ColorQuantizer.ToPalette(background, colors.Select(c => c.Color)), PaletteOrigin.Taken)
            : (ColorQuantizer.Quantize(colors, background, options.Colors, options.Seed, cancellationToken), PaletteOrigin.Quantized);
    }

    /// <summary>Moves or inserts the background at index 0.</summary>
    private static Palette WithBackground(Palette palette, Rgb background)
    {
        if (palette[0] == background) return palette;
        int at = palette.Colors.IndexOf(background);
        return new Palette((at < 0 ? palette.Colors : palette.Colors.RemoveAt(at)).Insert(0, background));
    }
}
