using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PixelGpt.Imaging;
using PixelGpt.IO;

namespace PixelGpt.Data;

/// <summary>
/// The colours that pixel indices stand for, in order: the vocabulary of the model. Index 0 is the background.
/// </summary>
public sealed class Palette
{
    private const int MaxFileBytes = 1 << 20;

    private Oklab[]? _oklab;

    /// <summary>Makes a palette of the given colours, index 0 first.</summary>
    /// <exception cref="InputException">There are no colours, or over 65,536.</exception>
    public Palette(IEnumerable<Rgb> colors)
    {
        Colors = [.. colors];
        if (Colors.IsEmpty) throw new InputException("a palette needs at least one colour");
        if (Colors.Length > SpriteLimits.MaxColors) throw new InputException($"a palette of {Colors.Length} colours is over the limit of {SpriteLimits.MaxColors}");
    }

    /// <summary>All colours, by index.</summary>
    public ImmutableArray<Rgb> Colors { get; }

    /// <summary>How many colours there are.</summary>
    public int Count => Colors.Length;

    /// <summary>The colour of an index.</summary>
    public Rgb this[int index] => Colors[index];

    /// <summary>Reads colour map text: a line <c>R G B</c> a colour, each 0–255.</summary>
    /// <param name="path">The file to read.</param>
    /// <exception cref="InputException">The file is missing, empty, or a line of it is not three numbers of 0–255.</exception>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public static Palette Load(string path) => Parse(InputFile.ReadAllText(path, MaxFileBytes, "a colour map, a line 'R G B' a colour"), path);

    /// <summary>Reads colour map text from memory; <paramref name="path"/> is the name used in errors.</summary>
    /// <exception cref="InputException">As for <see cref="Load"/>.</exception>
    public static Palette Parse(string text, string path)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new InputException($"{path}: the file is empty; it should hold a line 'R G B' a colour");
        var colors = new List<Rgb>();
        int line = 0;
        Span<byte> channels = stackalloc byte[3];
        foreach (ReadOnlySpan<char> row in text.AsSpan().TrimEnd().EnumerateLines())
        {
            line++;
            int count = 0;
            foreach (Range range in row.SplitAny(' ', '\t'))
            {
                ReadOnlySpan<char> word = row[range];
                if (word.IsEmpty) continue;
                if (count == 3) throw InputException.At(path, line, "more than three numbers; a colour is 'R G B', each 0–255");
                if (!byte.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out channels[count++]))
                    throw InputException.At(path, line, $"'{Excerpt.Of(word)}' is not a whole number of 0–255; a colour is 'R G B', each 0–255");
            }

            if (count != 3) throw InputException.At(path, line, $"{count} numbers where a colour is three, 'R G B', each 0–255");
            colors.Add(new Rgb(channels[0], channels[1], channels[2]));
        }

        return new Palette(colors);
    }

    /// <summary>The palette as colour map text, the form <see cref="Parse"/> reads.</summary>
    public string ToColormapText()
    {
        var text = new StringBuilder();
        foreach (Rgb color in Colors) text.Append(color.R).Append(' ').Append(color.G).Append(' ').Append(color.B).Append('\n');
        return text.ToString();
    }

    /// <summary>The index of the colour nearest to <paramref name="color"/> by distance in <see cref="Oklab"/>, an equal one before all; the lowest index wins a tie.</summary>
    public int NearestIndex(Rgb color)
    {
        int equal = Colors.IndexOf(color);
        if (equal >= 0) return equal;
        Oklab[] all = _oklab ??= [.. Colors.Select(Oklab.From)];
        var wanted = Oklab.From(color);
        int best = 0;
        double bestDistance = double.MaxValue;
        for (int i = 0; i < Count; i++)
        {
            double distance = all[i].SquaredDistanceTo(wanted);
            if (distance < bestDistance) (best, bestDistance) = (i, distance);
        }

        return best;
    }
}
