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
    /// <param name="formats">The formats that can be read; null for <see cref="PictureFormats.Default"/>. Files of other common formats are listed too, so that an import can report them.</param>
    /// <returns>The files.</returns>
    /// <exception cref="InputException">A path does not exist, a file is not named like a picture, or a folder contains no such files.</exception>
    /// <exception cref="FailureException">A folder cannot be read.</exception>
    public static IReadOnlyList<PictureFile> Find(IEnumerable<string> sources, bool isSheet, PictureFormats? formats = null) =>
        Find(sources, isSheet, formats ?? PictureFormats.Default, out _);

    /// <summary>Lists picture files and counts the ignored side files of macOS.</summary>
    /// <param name="sources">Paths of files and folders.</param>
    /// <param name="isSheet">Whether the files are sprite sheets.</param>
    /// <param name="formats">The formats that can be read.</param>
    /// <param name="macFiles">Receives the number of ignored side files of macOS.</param>
    internal static IReadOnlyList<PictureFile> Find(IEnumerable<string> sources, bool isSheet, PictureFormats formats, out int macFiles)
    {
        ArgumentNullException.ThrowIfNull(sources);
        macFiles = 0;
        var files = new List<PictureFile>();
        foreach (string source in sources)
        {
            foreach (string path in FindOne(source, formats, ref macFiles)) files.Add(new PictureFile(path, isSheet));
        }

        return files;
    }

    private static string[] FindOne(string source, PictureFormats formats, ref int macFiles)
    {
        if (File.Exists(source)) return IsPicture(source) ? [source] : throw new InputException($"{source}: only pictures in {formats.Names} format can be imported ({string.Join(", ", formats.All.Select(f => $"*{f.Extensions[0]}"))})");
        if (!Directory.Exists(source)) throw new InputException($"{source}: no such file or folder; expected a picture or a folder of pictures");
        try
        {
            string[] named = [.. Enumerate(source).Where(IsPicture)];
            string[] files = [.. named.Where(file => !PictureFileName.IsMacSideFile(Path.GetRelativePath(source, file))).Order(StringComparer.Ordinal)];
            macFiles += named.Length - files.Length;
            return files.Length > 0 ? files : throw new InputException($"{source}: the folder contains no {formats.Names} pictures");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{source}: could not be read: {e.Message}", e);
        }

        bool IsPicture(string path) => formats.HasExtension(path) || PictureFileName.IsPicture(path);
    }

    private static FileSystemEnumerable<string> Enumerate(string folder) => new(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), Recursive)
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,

        // A link to a folder above it would be followed without end.
        ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
    };
}
