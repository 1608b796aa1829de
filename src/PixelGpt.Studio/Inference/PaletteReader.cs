using System.Runtime.InteropServices;
using PixelGpt.Data.Palettes;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Aseprite;
using PixelGpt.Pictures;

namespace PixelGpt.Studio.Inference;

/// <summary>Reads palettes from palette files and from pictures.</summary>
internal static class PaletteReader
{
    /// <summary>Reads the different colours of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="maxColors">The maximum number of colours; if there are more, similar ones are merged.</param>
    /// <param name="cancellationToken">Cancellation token.</param>
    /// <returns>The colours as #rrggbb, and what was changed.</returns>
    /// <exception cref="InputException">The file is neither a palette nor a picture, is damaged, or has too many pixels.</exception>
    public static (IReadOnlyList<string> Colors, IReadOnlyList<string> Notes) Read(byte[] file, string name, int maxColors, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        Dictionary<Rgb, long> counts = IsPicture(file, name) ? ColorsOf(SpriteConverter.Read(file, name, notes), name) : ColorsOf(file, name, notes);
        if (counts.Count <= maxColors) return ([.. counts.Keys.Select(c => c.ToString())], notes);
        notes.Add($"{counts.Count} colours were reduced to {maxColors}");

        // The quantiser keeps its background, so the most frequent colour takes that place.
        Rgb kept = counts.MaxBy(c => c.Value).Key;
        if (maxColors == 1) return ([kept.ToString()], notes);
        var reduced = ColorQuantizer.Quantize(counts.Select(c => new ColorCount(c.Key, c.Value)), kept, maxColors, seed: 0, cancellationToken);
        return ([.. reduced.Colors.Select(c => c.ToString())], notes);
    }

    /// <summary>Returns whether the colours are taken from the pixels: those of an Aseprite file are in its palette, if it has one.</summary>
    private static bool IsPicture(byte[] file, string name)
    {
        if (AsepriteReader.Recognizes(file)) return AsepriteReader.Read(file, name).Frames[0].Palette.Length == 0;
        return ReadableFormats.All.All.Any(format => format.Recognizes(file, name));
    }

    private static Dictionary<Rgb, long> ColorsOf(byte[] file, string name, List<string> notes)
    {
        Data.Palette palette = PaletteFile.Read(file, name);
        var counts = new Dictionary<Rgb, long>();
        foreach (Rgb color in palette.Colors) counts[color] = 1;
        if (counts.Count < palette.Count) notes.Add($"{palette.Count - counts.Count} of {palette.Count} colours occur again and were left out");
        return counts;
    }

    private static Dictionary<Rgb, long> ColorsOf(PixelImage image, string name)
    {
        var counts = new Dictionary<Rgb, long>();
        if (PalettePictureLayout.Read(image) is { } squares)
        {
            foreach (Rgb color in squares) counts[color] = 1;
            return counts;
        }

        foreach (Rgba pixel in image.Pixels)
        {
            if (pixel.IsOpaque) CollectionsMarshal.GetValueRefOrAddDefault(counts, pixel.Rgb, out _)++;
        }

        return counts.Count > 0 ? counts : throw new InputException($"{name}: the picture is completely transparent, so it has no colours");
    }
}
