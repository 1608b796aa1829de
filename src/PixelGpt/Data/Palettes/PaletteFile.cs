using PixelGpt.IO;

namespace PixelGpt.Data.Palettes;

/// <summary>Reads and writes palette files of all formats. The content or else the extension determines the format to read; the extension, the format to write.</summary>
public static class PaletteFile
{
    /// <summary>Maximum file size.</summary>
    private const int MaxBytes = 1 << 22;

    /// <summary>All formats.</summary>
    internal static IReadOnlyList<IPaletteFormat> Formats { get; } = [new GimpPalette(), new JascPalette(), new HexPalette(), new AdobeColorTable(), new ColormapText()];

    /// <summary>Reads a palette file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The palette.</returns>
    /// <exception cref="InputException">The file is missing or damaged, or has an unknown format.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public static Palette Load(string path)
    {
        byte[] bytes = InputFile.ReadAllBytes(path, MaxBytes, $"a palette file: {Kinds}");
        if (bytes.AsSpan().StartsWith("RIFF"u8)) throw new InputException($"{path}: Microsoft RIFF palettes are not supported; save the palette as {Kinds}");
        return (Formats.FirstOrDefault(f => f.Recognizes(bytes)) ?? FormatOf(path)).Read(bytes, path);
    }

    /// <summary>Writes a palette file in the format of its extension.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="palette">The palette.</param>
    /// <exception cref="InputException">The extension is unknown, or the format cannot store this number of colours.</exception>
    /// <exception cref="FailureException">The file cannot be written.</exception>
    public static void Save(string path, Palette palette)
    {
        ArgumentNullException.ThrowIfNull(palette);
        IPaletteFormat format = FormatOf(path);
        AtomicFile.WriteAllBytes(path, format.Write(palette, Excerpt.Of(Path.GetFileNameWithoutExtension(path), 100)));
    }

    /// <summary>Returns the format of a file name extension.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The format.</returns>
    /// <exception cref="InputException">The extension is unknown.</exception>
    internal static IPaletteFormat FormatOf(string path) =>
        Formats.FirstOrDefault(f => f.Extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase))
        ?? throw new InputException($"{path}: the extension of a palette file must be one of {Kinds} (got '{Excerpt.Of(Path.GetExtension(path))}')");

    private static string Kinds => string.Join(", ", Formats.Select(f => $"{f.Extension} ({f.Name})"));
}
