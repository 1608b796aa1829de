namespace PixelGpt.Import;

/// <summary>A picture file to import.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="IsSheet">Whether it is cut.</param>
public readonly record struct PictureFile(string Path, bool IsSheet);

/// <summary>Finds the pictures that people name: files, and folders with all that are in them.</summary>
public static class PictureFiles
{
    private static readonly EnumerationOptions Recursive = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Lists pictures: in the order given, those of a folder by their paths. Links within folders are not followed.</summary>
    /// <param name="sources">Files and folders.</param>
    /// <param name="isSheet">Whether they are sprite sheets.</param>
    /// <exception cref="InputException">One is missing, a file is no PNG by its name, or a folder holds none.</exception>
    /// <exception cref="FailureException">A folder could not be read.</exception>
    public static IReadOnlyList<PictureFile> Find(IEnumerable<string> sources, bool isSheet)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return [.. sources.SelectMany(FindOne).Select(path => new PictureFile(path, isSheet))];
    }

    private static string[] FindOne(string source)
    {
        if (File.Exists(source)) return IsPng(source) ? [source] : throw new InputException($"{source}: only PNG pictures are imported, and this is called otherwise");
        if (!Directory.Exists(source)) throw new InputException($"{source}: no such file or folder; give PNG pictures, or folders of them");
        try
        {
            string[] files = [.. Directory.EnumerateFiles(source, "*", Recursive).Where(IsPng).Order(StringComparer.Ordinal)];
            return files.Length > 0 ? files : throw new InputException($"{source}: there is no PNG picture in this folder");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{source}: could not be read: {e.Message}", e);
        }
    }

    private static bool IsPng(string path) => path.EndsWith(".png", StringComparison.OrdinalIgnoreCase);
}
