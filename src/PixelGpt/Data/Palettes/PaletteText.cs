using System.Globalization;
using System.Text;
using PixelGpt.Imaging;

namespace PixelGpt.Data.Palettes;

/// <summary>Shared code of the text-based palette formats: lines with any line ending, and colours as numbers 0–255.</summary>
internal static class PaletteText
{
    /// <summary>Length of the start of a file in which <see cref="FirstLine"/> searches.</summary>
    private const int StartLength = 512;

    private static readonly Encoding[] Encodings = [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode];

    /// <summary>Decodes the text of a file in UTF-8, or in the encoding of its byte order mark, which is removed.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        foreach (Encoding encoding in Encodings)
        {
            if (bytes.StartsWith(encoding.Preamble)) return encoding.GetString(bytes[encoding.Preamble.Length..]);
        }

        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Returns the first line that is not empty, trimmed; an empty text if there is none at the start of the file, or if the file is binary.</summary>
    public static string FirstLine(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> start = bytes[..Math.Min(bytes.Length, StartLength)];

        // Colours in a binary table can have the bytes of a comment or of a number.
        bool isText = !Decode(start).Any(c => char.IsControl(c) && !char.IsWhiteSpace(c));
        return isText ? Lines(start).Select(line => line.Text).FirstOrDefault(text => text.Length > 0, "") : "";
    }

    /// <summary>Returns the trimmed lines of a file with their numbers, from 1.</summary>
    public static IEnumerable<(int Number, string Text)> Lines(ReadOnlySpan<byte> bytes) =>
        Decode(bytes).ReplaceLineEndings("\n").Split('\n').Select((text, i) => (i + 1, text.Trim()));

    /// <summary>Parses the colour at the start of a line.</summary>
    /// <param name="path">Path of the file, for error messages.</param>
    /// <param name="line">Line number.</param>
    /// <param name="text">The line.</param>
    /// <param name="mayHaveName">Whether any text may follow; otherwise only an alpha value may.</param>
    public static Rgb ReadColor(string path, int line, string text, bool mayHaveName)
    {
        string[] words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3) throw InputException.At(path, line, $"expected three numbers 0–255 (got '{Excerpt.Of(text)}')");
        if (!mayHaveName && words.Length > 4) throw InputException.At(path, line, $"expected three numbers 0–255 (got {words.Length} words)");
        Span<byte> channels = stackalloc byte[3];
        for (int i = 0; i < (mayHaveName ? 3 : words.Length); i++)
        {
            if (!byte.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out byte value))
                throw InputException.At(path, line, $"expected three numbers 0–255 (got '{Excerpt.Of(words[i])}')");
            if (i < 3) channels[i] = value;
        }

        return new Rgb(channels[0], channels[1], channels[2]);
    }

    /// <summary>Creates a palette of the colours read from a file.</summary>
    public static Palette ToPalette(List<Rgb> colors, string path) => colors.Count switch
    {
        0 => throw new InputException($"{path}: the palette has no colours"),
        > DatasetLimits.MaxColors => throw new InputException($"{path}: a palette must have at most {DatasetLimits.MaxColors} colours (got {colors.Count})"),
        _ => new Palette(colors),
    };
}
