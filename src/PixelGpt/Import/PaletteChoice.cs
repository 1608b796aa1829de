using System.Globalization;
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
    /// <summary>The number of drawn pixels that became background, because the palette has no other colour nearer to theirs.</summary>
    public long BecameBackground { get; init; }

    /// <summary>Whether the palette has the background colour again, for drawn pixels of that colour.</summary>
    public bool HasDrawnBackgroundColor => Palette.NearestDrawnIndex(Palette[0]) > 0;

    /// <summary>Describes the number of colours, and how much they changed the pictures.</summary>
    internal string Describe()
    {
        string error = string.Create(CultureInfo.InvariantCulture, $"{100.0 * Difference.Changed / Difference.Pixels:0.0} % of pixels changed, ΔE in OKLab {Difference.Mean:0.0000} on average and {Difference.Max:0.000} at most");
        return Origin switch
        {
            PaletteOrigin.Taken when Difference.Changed == 0 => $"{Palette.Count} colours, unchanged",
            PaletteOrigin.Taken or PaletteOrigin.Quantized => $"{Palette.Count} colours, quantised from {ColorsFound}: {error}",
            _ => $"{Palette.Count} colours as given; the pictures had {ColorsFound}: {error}",
        };
    }

    /// <summary>Chooses the palette for the colours of the pictures.</summary>
    /// <param name="drawn">Colours of the pixels that are not background. One may be equal to the background colour.</param>
    /// <param name="backgroundPixels">Number of pixels that are background.</param>
    /// <param name="background">The background colour.</param>
    /// <param name="options">Options of the import.</param>
    /// <param name="cancellationToken">Cancellation token.</param>
    internal static PaletteChoice Make(
        IReadOnlyCollection<ColorCount> drawn, long backgroundPixels, Rgb background, ImportOptions options, CancellationToken cancellationToken)
    {
        (Palette palette, PaletteOrigin origin) = Choose(drawn, background, options, cancellationToken);
        ColorDifference difference = ColorDifference.Of(drawn.Append(new ColorCount(background, backgroundPixels)), palette);
        ColorCount[] lost = [.. drawn.Where(c => palette.NearestDrawnIndex(c.Color) == 0)];

        // Pixels of exactly the background colour that became background are changed too, although their colour is the same.
        difference = difference with { Changed = difference.Changed + lost.Where(c => c.Color == background).Sum(c => c.Pixels) };
        int found = drawn.Count + (backgroundPixels > 0 ? 1 : 0);
        return new PaletteChoice(palette, origin, found, difference) { BecameBackground = lost.Sum(c => c.Pixels) };
    }

    private static (Palette Palette, PaletteOrigin Origin) Choose(IReadOnlyCollection<ColorCount> drawn, Rgb background, ImportOptions options, CancellationToken cancellationToken)
    {
        if (options.Palette is { } given) return (WithBackground(given, background), PaletteOrigin.Given);

        // Drawn pixels of the background colour get an index of their own. With two colours there is none to spare.
        bool isTwice = options.Colors > 2 && drawn.Any(c => c.Color == background);
        int count = options.Colors - (isTwice ? 1 : 0);
        bool fits = drawn.Count(c => c.Color != background) < count;
        Palette palette = fits
            ? ColorQuantizer.ToPalette(background, drawn.Select(c => c.Color))
            : ColorQuantizer.Quantize(drawn, background, count, options.Seed, cancellationToken);
        return (isTwice ? new Palette(palette.Colors.Insert(1, background)) : palette, fits ? PaletteOrigin.Taken : PaletteOrigin.Quantized);
    }

    /// <summary>Moves or inserts the background at index 0.</summary>
    private static Palette WithBackground(Palette palette, Rgb background)
    {
        if (palette[0] == background) return palette;
        int at = palette.Colors.IndexOf(background);
        return new Palette((at < 0 ? palette.Colors : palette.Colors.RemoveAt(at)).Insert(0, background));
    }
}
