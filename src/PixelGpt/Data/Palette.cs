using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PixelGpt.Imaging;
using PixelGpt.IO;

namespace PixelGpt.Data;

/// <summary>The ordered colours of pixel indices: the vocabulary of the model. Index 0 is the background.</summary>
public sealed class Palette
{
    private const int MaxFileBytes = 1 << 20;

    private Oklab[]? _oklab;

    /// <summary>Creates a palette.</summary>
    /// <param name="colors">The colours, from index 0.</param>
    /// <exception cref="InputException">There are no colours, or more than 65,536.</exception>
    public Palette(IEnumerable<Rgb> colors)
    {
        Colors = [.. colors];
        if (Colors.IsEmpty) throw new InputException("a palette must have at least one colour");
        if (Colors.Length > DatasetLimits.MaxColors) throw new InputException($"a palette must have at most {DatasetLimits.MaxColors} colours (got {Colors.Length})");
    }

    /// <summary>The colours by index.</summary>
    public ImmutableArray<Rgb> Colors { get; }

    /// <summary>The number of colours.</summary>
    public int Count => Colors.Length;

    /// <summary>Gets the colour of an index.</summary>
    /// <param name="index">Palette index.</param>
    public Rgb this[int index] => Colors[index];

    /// <summary>Reads a colour map file: one line <c>R G B</c> per colour, each 0–255.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The palette.</returns>
    /// <exception cref="InputException">The file is missing or empty, or a line is not three numbers 0–255.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public static Palette Load(string path) => Parse(InputFile.ReadAllText(path, MaxFileBytes, "a colour map with one line 'R G B' per colour"), path);

    /// <summary>Parses colour map text.</summary>
    /// <param name="text">Text to parse.</param>
    /// <param name="path">Name used in error messages.</param>
    /// <returns>The palette.</returns>
    /// <exception cref="InputException">The text is empty, or a line is not three numbers 0–255.</exception>
    public static Palette Parse(string text, string path)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new InputException($"{path}: the file is empty; expected one line 'R G B' per colour");
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
                if (count == 3) throw InputException.At(path, line, $"expected three numbers 0–255 (got '{Excerpt.Of(row)}')");
                if (!byte.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out channels[count++]))
                    throw InputException.At(path, line, $"expected three numbers 0–255 (got '{Excerpt.Of(word)}')");
            }

            if (count != 3) throw InputException.At(path, line, $"expected three numbers 0–255 (got {count} numbers)");
            colors.Add(new Rgb(channels[0], channels[1], channels[2]));
        }

        return new Palette(colors);
    }

    /// <summary>Returns the palette as colour map text, in the format that <see cref="Parse"/> reads.</summary>
    /// <returns>One line per colour.</returns>
    public string ToColormapText()
    {
        var text = new StringBuilder();
        foreach (Rgb color in Colors) text.Append(color.R).Append(' ').Append(color.G).Append(' ').Append(color.B).Append('\n');
        return text.ToString();
    }

    /// <summary>
    /// Finds the colour nearest to that of a drawn pixel. If this is the background colour and it is in the palette again, the index
    /// of the second one is returned, so that the pixel remains foreground.
    /// </summary>
    internal int NearestDrawnIndex(Rgb color)
    {
        int index = NearestIndex(color);
        return index > 0 ? index : Colors.AsSpan()[1..].IndexOf(Colors[0]) + 1;
    }

    /// <summary>Finds the colour nearest to <paramref name="color"/> in <see cref="Oklab"/>. An equal colour is preferred, then the lowest index.</summary>
    /// <param name="color">The colour.</param>
    /// <returns>The palette index.</returns>
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
