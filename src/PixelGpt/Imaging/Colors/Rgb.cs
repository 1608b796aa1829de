using System.Globalization;

namespace PixelGpt.Imaging;

/// <summary>A colour, 8 bits a channel, sRGB.</summary>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <inheritdoc/>
    public override string ToString() => $"#{R:x2}{G:x2}{B:x2}";

    /// <summary>Reads six hexadecimal digits, with or without <c>#</c> before them.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Rgb color)
    {
        if (text.StartsWith('#')) text = text[1..];
        bool isColor = uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value) && text.Length == 6;
        color = isColor ? new Rgb((byte)(value >> 16), (byte)(value >> 8), (byte)value) : default;
        return isColor;
    }
}
