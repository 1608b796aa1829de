using PixelGpt.IO;

namespace PixelGpt.Data.Palettes;

/// <summary>Reads and writes palette files. The content determines the format to read, or else the extension; the extension determines the format to write.</summary>
public static class PaletteFile
{
    /// <summary>Maximum file size.</summary>
    private const int MaxBytes = 1 << 22;

    /// <summary>All formats, text formats first. Of two with the same extension, the first is that of files whose content is not recognised.</summary>
    internal static IReadOnlyList<IPaletteFormat> Formats { get; } =
        [new GimpPalette(), new JascPalette(), new HexPalette(), new ColormapText(), new PaintNetPalette(), new AdobeColorTable(), new AdobeSwatches(), new PngPalette(), new AsepritePalette()];

    /// <summary>The formats that can be written.</summary>
    internal static IEnumerable<IPaletteWriter> Writers => Formats.OfType<IPaletteWriter>();

    /// <summary>Reads a palette file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The palette.</returns>
    /// <exception cref="InputException">The file is missing or damaged, or has an unknown format.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public static Palette Load(string path) => Read(InputFile.ReadAllBytes(path, MaxBytes, $"a palette file: {Kinds(Formats)}"), path);

    /// <summary>Reads a palette file from memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">The path or name of the file, whose extension is used if the content is not recognised, and which is used in error messages.</param>
    /// <returns>The palette.</returns>
    /// <exception cref="InputException">The file is damaged or has an unknown format.</exception>
    internal static Palette Read(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.StartsWith("RIFF"u8)) throw new InputException($"{path}: Microsoft RIFF palettes are not supported; save the palette as {Kinds(Formats)}");
        foreach (IPaletteFormat format in Formats)
        {
            if (format.Recognizes(bytes)) return format.Read(bytes, path);
        }

        return FormatOf(path, Formats).Read(bytes, path);
    }

    /// <summary>Writes a palette file in the format of its extension.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="palette">The palette.</param>
    /// <exception cref="InputException">The extension is unknown, or the format cannot store this number of colours.</exception>
    /// <exception cref="FailureException">The file cannot be written.</exception>
    public static void Save(string path, Palette palette)
    {
        ArgumentNullException.ThrowIfNull(palette);
        IPaletteWriter format = FormatOf(path, Writers);
        AtomicFile.WriteAllBytes(path, format.Write(palette, Excerpt.Of(Path.GetFileNameWithoutExtension(path), 100)));
    }

    private static T FormatOf<T>(string path, IEnumerable<T> formats)
        where T : IPaletteFormat =>
        formats.FirstOrDefault(f => f.Extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase))
        ?? throw new InputException($"{path}: the extension of a palette file must be one of {Kinds(formats)} (got '{Excerpt.Of(Path.GetExtension(path))}')");

    private static string Kinds<T>(IEnumerable<T> formats)
        where T : IPaletteFormat => string.Join(", ", formats.Select(f => $"{f.Extension} ({f.Name})"));
}
