using PixelGpt.IO;

namespace PixelGpt.Data.Palettes;

/// <summary>Palette files of every kind: read by what is in them, else by the ending of their name; written by that ending.</summary>
public static class PaletteFile
{
    /// <summary>The most colours a palette file may hold.</summary>
    public const int MaxColors = 1 << 16;

    /// <summary>The largest palette file that is read.</summary>
    private const int MaxBytes = 1 << 22;

    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<IPaletteFormat> Formats { get; } = [new GimpPalette(), new JascPalette(), new HexPalette(), new AdobeColorTable(), new ColormapText()];

    /// <summary>Reads a palette.</summary>
    /// <exception cref="InputException">The file is missing, of no known kind, or damaged.</exception>
    /// <exception cref="FailureException">It could not be read.</exception>
    public static Palette Load(string path)
    {
        byte[] bytes = ReadBytes(path);
        if (bytes.AsSpan().StartsWith("RIFF"u8)) throw new InputException($"{path}: this is a Microsoft RIFF palette, which is not read; save it as {Kinds}");
        IPaletteFormat format = Formats.FirstOrDefault(f => f.Recognizes(bytes)) ?? FormatOf(path);
        Palette palette = format.Read(bytes, path);
        return palette.Count <= MaxColors ? palette : throw new InputException($"{path}: {palette.Count} colours are over the limit of {MaxColors}");
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

    private static byte[] ReadBytes(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; it should be a palette: {Kinds}");
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            byte[] buffer = new byte[Math.Min(stream.Length, MaxBytes) + 1];
            int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > MaxBytes) throw new InputException($"{path}: the file is over {MaxBytes >> 20} MiB, more than a palette can be");
            return buffer[..length];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{path}: could not be read: {e.Message}", e);
        }
    }
}
