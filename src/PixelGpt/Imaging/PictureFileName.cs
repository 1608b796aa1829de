namespace PixelGpt.Imaging;

/// <summary>Recognises picture files by their names.</summary>
internal static class PictureFileName
{
    /// <summary>PNG, and the formats that are listed as skipped because they are pictures but not PNG.</summary>
    private static readonly string[] Extensions = [".png", ".gif", ".jpg", ".jpeg", ".webp", ".bmp", ".tga", ".tif", ".tiff", ".ico"];

    /// <summary>Whether a file is a picture according to its extension.</summary>
    public static bool IsPicture(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file has metadata that macOS stores beside pictures: it is named <c>._*</c>, or is in a folder <c>__MACOSX</c>.</summary>
    /// <param name="path">Path of the file, relative to the folder that is read.</param>
    public static bool IsMacSideFile(string path)
    {
        string[] names = path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return names[^1].StartsWith("._", StringComparison.Ordinal) || names.AsSpan(0, names.Length - 1).Contains("__MACOSX");
    }
}
