using System.Text;

namespace PixelGpt.Data.Palettes;

/// <summary>Colour map text (<c>.txt</c>), as used by data sets: one line <c>R G B</c> per colour.</summary>
internal sealed class ColormapText : IPaletteFormat
{
    /// <inheritdoc/>
    public string Name => "colour map";

    /// <inheritdoc/>
    public string Extension => ".txt";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> bytes) => false;

    /// <inheritdoc/>
    public Palette Read(ReadOnlySpan<byte> bytes, string path) => Palette.Parse(PaletteText.Decode(bytes), path);

    /// <inheritdoc/>
    public byte[] Write(Palette palette, string name)
    {
        ArgumentNullException.ThrowIfNull(palette);
        return Encoding.ASCII.GetBytes(palette.ToColormapText());
    }
}
