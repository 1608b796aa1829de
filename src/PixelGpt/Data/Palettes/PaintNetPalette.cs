using PixelGpt.Imaging;

namespace PixelGpt.Data.Palettes;

/// <summary>Paint.NET palettes (<c>.txt</c>): comments starting with <c>;</c> and one line of hexadecimal digits <c>AARRGGBB</c> per colour. The alpha value is ignored.</summary>
internal sealed class PaintNetPalette : IPaletteFormat
{
    private const int AlphaDigits = 2;

    /// <inheritdoc/>
    public string Name => "Paint.NET";

    /// <inheritdoc/>
    public string Extension => ".txt";

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> bytes) => PaletteText.FirstLine(bytes).StartsWith(';');

    /// <inheritdoc/>
    public Palette Read(ReadOnlySpan<byte> bytes, string path)
    {
        var colors = new List<Rgb>();
        foreach ((int number, string text) in PaletteText.Lines(bytes))
        {
            if (text.Length == 0 || text.StartsWith(';')) continue;
            if (text.Length != 8 || !text[..AlphaDigits].All(char.IsAsciiHexDigit) || !Rgb.TryParse(text.AsSpan(AlphaDigits), out Rgb color))
                throw InputException.At(path, number, $"expected eight hexadecimal digits (alpha, red, green, blue) such as ffff8000 (got '{Excerpt.Of(text)}')");
            colors.Add(color);
        }

        return PaletteText.ToPalette(colors, path);
    }
}
