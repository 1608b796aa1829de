using PixelGpt.Imaging;

namespace PixelGpt.Data.Palettes;

/// <summary>Pictures of palettes (<c>.png</c>): the different opaque colours of any picture in raster order, or the squares of a picture that <c>pixelgpt data palette</c> has drawn.</summary>
internal sealed class PngPalette : IPaletteFormat
{
    /// <inheritdoc/>
    public string Name => "picture";

    /// <inheritdoc/>
    public string Extension => ".png";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> bytes) => bytes.StartsWith(PngHeader.Signature);

    /// <inheritdoc/>
    public Palette Read(ReadOnlySpan<byte> bytes, string path)
    {
        PixelImage image = PngReader.Read(bytes.ToArray(), path);
        return PaletteText.ToPalette(PalettePictureLayout.Read(image) ?? DifferentColors(image), path);
    }

    /// <summary>Returns the different opaque colours of a picture in raster order.</summary>
    public static List<Rgb> DifferentColors(PixelImage image)
    {
        var colors = new List<Rgb>();
        var known = new HashSet<Rgb>();
        foreach (Rgba pixel in image.Pixels)
        {
            if (!pixel.IsOpaque || !known.Add(pixel.Rgb)) continue;
            colors.Add(pixel.Rgb);
            if (colors.Count > DatasetLimits.MaxColors) break;
        }

        return colors;
    }
}
