using System.Globalization;
using System.Text;
using PixelGpt.IO;

namespace PixelGpt.Data.Sources;

/// <summary>
/// The file <c>sizes.txt</c> of a data set folder with sprites of mixed sizes: one line <c>WIDTH HEIGHT</c> for each line of
/// <c>pixel_color.txt</c>.
/// </summary>
internal static class SizesText
{
    /// <summary>The file name.</summary>
    public const string FileName = "sizes.txt";

    /// <summary>The maximum length of the file: the longest line for the greatest number of sprites.</summary>
    private const int MaxBytes = DatasetLimits.MaxSprites * 7;

    /// <summary>Reads the sizes of a folder. Returns null if there is no such file.</summary>
    /// <param name="folder">Folder of the data set.</param>
    /// <returns>The sizes by line, or null.</returns>
    /// <exception cref="InputException">A line is not two integers from 8 to 64.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public static IReadOnlyList<(int Width, int Height)>? Find(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        string text = InputFile.ReadAllText(path, MaxBytes, "one line 'WIDTH HEIGHT' per sprite");
        var sizes = new List<(int Width, int Height)>();
        foreach (ReadOnlySpan<char> line in text.AsSpan().TrimEnd().EnumerateLines()) sizes.Add(Parse(line, path, sizes.Count + 1));
        return sizes;
    }

    /// <summary>Writes the sizes of sprites.</summary>
    /// <param name="folder">Folder of the data set.</param>
    /// <param name="sprites">The sprites, in the order of <c>pixel_color.txt</c>.</param>
    /// <exception cref="FailureException">The file cannot be written.</exception>
    public static void Write(string folder, IEnumerable<Sprite> sprites)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        var text = new StringBuilder();
        foreach (Sprite sprite in sprites) text.Append(sprite.Width).Append(' ').Append(sprite.Height).Append('\n');
        AtomicFile.WriteAllText(Path.Combine(folder, FileName), text.ToString());
    }

    private static (int Width, int Height) Parse(ReadOnlySpan<char> line, string path, int number)
    {
        ReadOnlySpan<char> text = line.Trim();
        int end = text.IndexOfAny(' ', '\t');
        return end > 0 && TryParseSide(text[..end], out int width) && TryParseSide(text[end..].TrimStart(), out int height)
            ? (width, height)
            : throw InputException.At(path, number, $"expected width and height in pixels, each {SpriteDataset.MinMixedSide} to {SpriteDataset.MaxMixedSide}, such as '16 24' (got '{Excerpt.Of(line)}')");
    }

    private static bool TryParseSide(ReadOnlySpan<char> text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is >= SpriteDataset.MinMixedSide and <= SpriteDataset.MaxMixedSide;
}
