using System.Text;
using PixelGpt.Imaging;

namespace PixelGpt.Data.Palettes;

/// <summary>Lospec palettes (<c>.hex</c>): one colour per line as six hexadecimal digits, with or without <c>#</c>; two more digits are an alpha value.</summary>
internal sealed class HexPalette : IPaletteWriter
{
    private const int Digits = 6;
    private const int AlphaDigits = 2;

    /// <inheritdoc/>
    public string Name => "Lospec";

    /// <inheritdoc/>
    public string Extension => ".hex";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> bytes) => Rgb.TryParse(PaletteText.FirstLine(bytes), out _);

    /// <inheritdoc/>
    public Palette Read(ReadOnlySpan<byte> bytes, string path)
    {
        var colors = new List<Rgb>();
        foreach ((int number, string text) in PaletteText.Lines(bytes))
        {
            if (text.Length == 0) continue;
            string digits = text.TrimStart('#');
            bool hasAlpha = digits.Length == Digits + AlphaDigits && digits[Digits..].All(char.IsAsciiHexDigit);
            if (!Rgb.TryParse(hasAlpha ? digits[..Digits] : digits, out Rgb color)) throw InputException.At(path, number, $"expected six hexadecimal digits such as ff8000 (got '{Excerpt.Of(text)}')");
            colors.Add(color);
        }

        return PaletteText.ToPalette(colors, path);
    }

    /// <inheritdoc/>
    public byte[] Write(Palette palette, string name)
    {
        ArgumentNullException.ThrowIfNull(palette);
        return Encoding.ASCII.GetBytes(string.Concat(palette.Colors.Select(c => c.ToString()[1..] + "\n")));
    }
}
