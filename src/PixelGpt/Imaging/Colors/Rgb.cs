using System.Globalization;

namespace PixelGpt.Imaging;

/// <summary>An sRGB colour with 8 bits per channel.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>Returns the colour as <c>#rrggbb</c>.</summary>
    public override string ToString() => $"#{R:x2}{G:x2}{B:x2}";

    /// <summary>Parses six hexadecimal digits, with or without a leading <c>#</c>.</summary>
    /// <param name="text">Text to parse.</param>
    /// <param name="color">The colour; default if the text is invalid.</param>
    /// <returns>Whether the text is a colour.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Rgb color)
    {
        if (text.StartsWith('#')) text = text[1..];
        bool isColor = uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value) && text.Length == 6;
        color = isColor ? new Rgb((byte)(value >> 16), (byte)(value >> 8), (byte)value) : default;
        return isColor;
    }
}
