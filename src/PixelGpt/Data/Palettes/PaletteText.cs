using System.Globalization;
using System.Text;
using PixelGpt.Imaging;

namespace PixelGpt.Data.Palettes;

/// <summary>What palette files of text have in common: lines that end in any way, and colours as numbers of 0–255.</summary>
internal static class PaletteText
{
    /// <summary>The text of a file, which may begin with a byte order mark.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);

    /// <summary>The lines of a file with their numbers, from 1.</summary>
    public static IEnumerable<(int Number, string Text)> Lines(ReadOnlySpan<byte> bytes) =>
        Decode(bytes).ReplaceLineEndings("\n").Split('\n').Select((text, i) => (i + 1, text.Trim()));

    /// <summary>Reads a colour from the beginning of a line.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="line">The line's number.</param>
    /// <param name="text">The line.</param>
    /// <param name="mayHaveName">Whether any words may follow; else only an opacity may.</param>
    public static Rgb ReadColor(string path, int line, string text, bool mayHaveName)
    {
        string[] words = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 3) throw InputException.At(path, line, $"'{Excerpt.Of(text)}' is no colour, which is 'R G B', each 0–255");
        if (!mayHaveName && words.Length > 4) throw InputException.At(path, line, $"{words.Length} words where a colour is three numbers, 'R G B', each 0–255");
        Span<byte> channels = stackalloc byte[3];
        for (int i = 0; i < (mayHaveName ? 3 : words.Length); i++)
        {
            if (!byte.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out byte value))
                throw InputException.At(path, line, $"'{Excerpt.Of(words[i])}' is not a whole number of 0–255; a colour is 'R G B', each 0–255");
            if (i < 3) channels[i] = value;
        }

        return new Rgb(channels[0], channels[1], channels[2]);
    }

    /// <summary>The palette of the colours read.</summary>
    public static Palette ToPalette(List<Rgb> colors, string path) => colors.Count switch
    {
        0 => throw new InputException($"{path}: there is no colour in this palette"),
        > SpriteLimits.MaxColors => throw new InputException($"{path}: {colors.Count} colours are over the limit of {SpriteLimits.MaxColors}"),
        _ => new Palette(colors),
    };
}
