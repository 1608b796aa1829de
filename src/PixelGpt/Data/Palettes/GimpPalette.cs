using System.Text;
using PixelGpt.Imaging;

namespace PixelGpt.Data.Palettes;

/// <summary>
/// GIMP palettes (<c>.gpl</c>; see <c>gimppalette-load.c</c> of GIMP): the line <c>GIMP Palette</c>, optional lines
/// <c>Name:</c> and <c>Columns:</c>, comments starting with <c>#</c>, and one line <c>R G B name</c> per colour. The alpha value
/// that Aseprite adds as a fourth number is read as part of the name.
/// </summary>
internal sealed class GimpPalette : IPaletteWriter
{
    private const string Heading = "GIMP Palette";

    /// <inheritdoc/>
    public string Name => "GIMP";

    /// <inheritdoc/>
    public string Extension => ".gpl";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> bytes) => PaletteText.Decode(bytes[..Math.Min(bytes.Length, 32)]).StartsWith(Heading, StringComparison.Ordinal);

    /// <inheritdoc/>
    public Palette Read(ReadOnlySpan<byte> bytes, string path)
    {
        if (!Recognizes(bytes)) throw InputException.At(path, 1, $"a GIMP palette must start with the line '{Heading}'");
        var colors = new List<Rgb>();
        foreach ((int number, string text) in PaletteText.Lines(bytes).Skip(1))
        {
            if (text.Length == 0 || text.StartsWith('#')) continue;
            if (colors.Count == 0 && !char.IsAsciiDigit(text[0]) && text.Contains(':', StringComparison.Ordinal)) continue;
            colors.Add(PaletteText.ReadColor(path, number, text, mayHaveName: true));
        }

        return PaletteText.ToPalette(colors, path);
    }

    /// <inheritdoc/>
    public byte[] Write(Palette palette, string name)
    {
        ArgumentNullException.ThrowIfNull(palette);
        var text = new StringBuilder($"{Heading}\nName: {name}\nColumns: 16\n#\n");
        foreach (Rgb color in palette.Colors) text.Append($"{color.R,3} {color.G,3} {color.B,3}\t{color}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
