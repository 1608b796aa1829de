using System.Globalization;
using System.Text;

namespace PixelGpt.Data.Palettes;

/// <summary>Colour map text (<c>.txt</c>), as used by data sets: one line <c>R G B</c> per colour.</summary>
internal sealed class ColormapText : IPaletteWriter
{
    /// <inheritdoc/>
    public string Name => "colour map";

    /// <inheritdoc/>
    public string Extension => ".txt";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> bytes) =>
        PaletteText.FirstLine(bytes).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is { Length: 3 } words && words.All(word => byte.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    /// <inheritdoc/>
    public Palette Read(ReadOnlySpan<byte> bytes, string path) => Palette.Parse(PaletteText.Decode(bytes), path);

    /// <inheritdoc/>
    public byte[] Write(Palette palette, string name)
    {
        ArgumentNullException.ThrowIfNull(palette);
        return Encoding.ASCII.GetBytes(palette.ToColormapText());
    }
}
