namespace PixelGpt.Import;

/// <summary>Finds the picture files to import.</summary>
public static class PictureFileFinder
{
    private static readonly EnumerationOptions Recursive = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Lists picture files in the given order; those of a folder and its subfolders are ordered by path. Links in folders are not followed.</summary>
    /// <param name="sources">Paths of files and folders.</param>
    /// <param name="isSheet">Whether the files are sprite sheets.</param>
    /// <returns>The files.</returns>
    /// <exception cref="InputException">A path does not exist, a file is not named <c>*.png</c>, or a folder contains no such files.</exception>
    /// <exception cref="FailureException">A folder cannot be read.</exception>
    public static IReadOnlyList<PictureFile> Find(IEnumerable<string> sources, bool isSheet)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return [.. sources.SelectMany(FindOne).Select(path => new PictureFile(path, isSheet))];
    }

    private static string[] FindOne(string source)
    {
        if (File.Exists(source)) return IsPng(source) ? [source] : throw new InputException($"{source}: only PNG pictures (*.png) can be imported");
        if (!Directory.Exists(source)) throw new InputException($"{source}: no such file or folder; expected a PNG picture or a folder of them");
        try
        {
            string[] files = [.. Directory.EnumerateFiles(source, "*", Recursive).Where(IsPng).Order(StringComparer.Ordinal)];
            return files.Length > 0 ? files : throw new InputException($"{source}: the folder contains no PNG pictures");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{source}: could not be read: {e.Message}", e);
        }
    }

    private static bool IsPng(string path) => path.EndsWith(".png", StringComparison.OrdinalIgnoreCase);
}
