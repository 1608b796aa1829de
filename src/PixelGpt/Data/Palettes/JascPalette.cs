using System.Globalization;
using System.Text;
using PixelGpt.Imaging;

namespace PixelGpt.Data.Palettes;

/// <summary>Paint Shop Pro palettes (<c>.pal</c>): <c>JASC-PAL</c>, the version <c>0100</c>, the number of colours, and one line <c>R G B</c> per colour.</summary>
internal sealed class JascPalette : IPaletteWriter
{
    private const string Heading = "JASC-PAL";
    private const string Version = "0100";

    /// <inheritdoc/>
    public string Name => "JASC";

    /// <inheritdoc/>
    public string Extension => ".pal";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> bytes) => PaletteText.Decode(bytes[..Math.Min(bytes.Length, 32)]).StartsWith(Heading, StringComparison.Ordinal);

    /// <inheritdoc/>
    public Palette Read(ReadOnlySpan<byte> bytes, string path)
    {
        (int Number, string Text)[] lines = [.. PaletteText.Lines(bytes)];
        if (lines[0].Text != Heading) throw InputException.At(path, 1, $"a JASC palette must start with the line '{Heading}'");
        if (lines.Length < 2 || lines[1].Text != Version) throw InputException.At(path, 2, $"line 2 of a JASC palette must be the version '{Version}'");
        if (lines.Length < 3 || !int.TryParse(lines[2].Text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 1 or > DatasetLimits.MaxColors)
            throw InputException.At(path, 3, $"line 3 of a JASC palette must be the number of colours, 1 to {DatasetLimits.MaxColors}");
        var colors = new List<Rgb>();
        foreach ((int number, string text) in lines.Skip(3))
        {
            if (text.Length == 0) continue;
            if (colors.Count == count) throw InputException.At(path, number, $"there are more colours than line 3 declares ({count})");
            colors.Add(PaletteText.ReadColor(path, number, text, mayHaveName: false));
        }

        return colors.Count == count ? new Palette(colors) : throw InputException.At(path, 3, $"{count} colours are declared, but there are {colors.Count}");
    }

    /// <inheritdoc/>
    public byte[] Write(Palette palette, string name)
    {
        ArgumentNullException.ThrowIfNull(palette);
        var text = new StringBuilder($"{Heading}\r\n{Version}\r\n{palette.Count}\r\n");
        foreach (Rgb color in palette.Colors) text.Append($"{color.R} {color.G} {color.B}\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
