using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>How a data set came to its palette.</summary>
public enum PaletteOrigin
{
    /// <summary>Every colour of the pictures is in it.</summary>
    Taken,

    /// <summary>There were too many; they were brought together.</summary>
    Quantized,

    /// <summary>It was given, and colours went to the nearest.</summary>
    Given,
}

/// <summary>A palette, and what it did to the pictures.</summary>
/// <param name="Palette">The colours, the background first.</param>
/// <param name="Origin">Where they are from.</param>
/// <param name="ColorsFound">How many different colours the pictures had.</param>
/// <param name="Difference">How far pixels are from the colours they got.</param>
public sealed record PaletteChoice(Palette Palette, PaletteOrigin Origin, int ColorsFound, ColorDifference Difference)
{
    /// <summary>Chooses the palette for pictures of these colours.</summary>
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

    /// <summary>The palette as it is where it begins with the background; else with the background moved, or put, to its beginning.</summary>
    private static Palette WithBackground(Palette palette, Rgb background)
    {
        if (palette[0] == background) return palette;
        int at = palette.Colors.IndexOf(background);
        return new Palette((at < 0 ? palette.Colors : palette.Colors.RemoveAt(at)).Insert(0, background));
    }
}
