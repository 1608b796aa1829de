namespace PixelGpt.Imaging;

/// <summary>Recognises picture files by their names.</summary>
internal static class PictureFileName
{
    /// <summary>Common picture files. Those that cannot be read are listed as skipped.</summary>
    private static readonly string[] Extensions = [".png", ".apng", ".gif", ".jpg", ".jpeg", ".jfif", ".webp", ".bmp", ".dib", ".tga", ".tif", ".tiff", ".ico", ".cur", ".avif", ".heic", ".psd", ".xcf", ".ase", ".aseprite"];

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
