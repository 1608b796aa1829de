using PixelGpt.IO;

namespace PixelGpt.Data.Palettes;

/// <summary>Palette files of every kind: read by what is in them, else by the ending of their name; written by that ending.</summary>
public static class PaletteFile
{
    /// <summary>The largest palette file that is read.</summary>
    private const int MaxBytes = 1 << 22;

    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<IPaletteFormat> Formats { get; } = [new GimpPalette(), new JascPalette(), new HexPalette(), new AdobeColorTable(), new ColormapText()];

    /// <summary>Reads a palette.</summary>
    /// <exception cref="InputException">The file is missing, of no known kind, or damaged.</exception>
    /// <exception cref="FailureException">It could not be read.</exception>
    public static Palette Load(string path)
    {
        byte[] bytes = InputFile.ReadAllBytes(path, MaxBytes, $"a palette: {Kinds}");
        if (bytes.AsSpan().StartsWith("RIFF"u8)) throw new InputException($"{path}: this is a Microsoft RIFF palette, which is not read; save it as {Kinds}");
        return (Formats.FirstOrDefault(f => f.Recognizes(bytes)) ?? FormatOf(path)).Read(bytes, path);
    }

    /// <summary>Writes a palette as the ending of the file's name says.</summary>
    /// <exception cref="InputException">No kind has that ending, or it cannot hold so many colours.</exception>
    public static void Save(string path, Palette palette)
    {
        ArgumentNullException.ThrowIfNull(palette);
        IPaletteFormat format = FormatOf(path);
        AtomicFile.WriteAllBytes(path, format.Write(palette, Excerpt.Of(Path.GetFileNameWithoutExtension(path), 100)));
    }

    /// <summary>The kind that the ending of a file's name means.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static IPaletteFormat FormatOf(string path) =>
        Formats.FirstOrDefault(f => f.Extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase))
        ?? throw new InputException($"{path}: '{Excerpt.Of(Path.GetExtension(path))}' is no ending of a palette file; it should be one of {Kinds}");

    private static string Kinds => string.Join(", ", Formats.Select(f => $"{f.Extension} ({f.Name})"));
}
