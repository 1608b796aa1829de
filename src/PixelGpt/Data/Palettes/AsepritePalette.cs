using PixelGpt.Imaging;
using PixelGpt.Imaging.Aseprite;

namespace PixelGpt.Data.Palettes;

/// <summary>The palette of the first frame of an Aseprite file (<c>.aseprite</c>, <c>.ase</c>), or its different opaque colours if it has no palette.</summary>
internal sealed class AsepritePalette : IPaletteFormat
{
    /// <inheritdoc/>
    public string Name => "Aseprite";

    /// <inheritdoc/>
    public string Extension => ".aseprite";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> bytes) => AsepriteReader.Recognizes(bytes);

    /// <inheritdoc/>
    public Palette Read(ReadOnlySpan<byte> bytes, string path)
    {
        AsepriteFile file = AsepriteReader.Read(bytes.ToArray(), path);
        Rgba[] palette = file.Frames[0].Palette;
        return PaletteText.ToPalette(palette.Length > 0 ? [.. palette.Select(color => color.Rgb)] : PngPalette.DifferentColors(new AsepriteRenderer(file).Render(0)), path);
    }
}
