using System.IO.Enumeration;
using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>Finds the picture files to import.</summary>
public static class PictureFileFinder
{
    private static readonly EnumerationOptions Recursive = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None };

    /// <summary>Lists picture files in the given order; those of a folder and its subfolders are ordered by path. Links to files are followed, links to folders are not.</summary>
    /// <param name="sources">Paths of files and folders.</param>
    /// <param name="isSheet">Whether the files are sprite sheets.</param>
    /// <returns>The files.</returns>
    /// <exception cref="InputException">A path does not exist, a file is not named like a picture, or a folder contains no such files.</exception>
    /// <exception cref="FailureException">A folder cannot be read.</exception>
    public static IReadOnlyList<PictureFile> Find(IEnumerable<string> sources, bool isSheet)
    {
        return Find(sources, isSheet, out _);
    }

    /// <summary>Lists picture files and counts the ignored side files of macOS.</summary>
    /// <param name="sources">Paths of files and folders.</param>
    /// <param name="isSheet">Whether the files are sprite sheets.</param>
    /// <param name="macFiles">Receives the number of ignored side files of macOS.</param>
    internal static IReadOnlyList<PictureFile> Find(IEnumerable<string> sources, bool isSheet, out int macFiles)
    {
        ArgumentNullException.ThrowIfNull(sources);
        macFiles = 0;
        var files = new List<PictureFile>();
        foreach (string source in sources)
        {
            foreach (string path in FindOne(source, ref macFiles)) files.Add(new PictureFile(path, isSheet));
        }

        return files;
    }

    private static string[] FindOne(string source, ref int macFiles)
    {
        if (File.Exists(source)) return PictureFileName.IsPicture(source) ? [source] : throw new InputException($"{source}: only PNG pictures (*.png) can be imported");
        if (!Directory.Exists(source)) throw new InputException($"{source}: no such file or folder; expected a PNG picture or a folder of them");
        try
        {
            string[] named = [.. Enumerate(source).Where(PictureFileName.IsPicture)];
            string[] files = [.. named.Where(file => !PictureFileName.IsMacSideFile(Path.GetRelativePath(source, file))).Order(StringComparer.Ordinal)];
            macFiles += named.Length - files.Length;
            return files.Length > 0 ? files : throw new InputException($"{source}: the folder contains no PNG pictures");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{source}: could not be read: {e.Message}", e);
        }
    }

    private static FileSystemEnumerable<string> Enumerate(string folder) => new(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), Recursive)
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,

        // A link to a folder above it would be followed without end.
        ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
    };
}
