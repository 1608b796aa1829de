using System.IO.Enumeration;
using System.Text.RegularExpressions;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Imaging;

namespace PixelGpt.Parquet.Reading;

/// <summary>
/// Finds the parquet files of a folder, such as a cloned data set of the hub, and their configurations and splits by the rules of
/// Hugging Face <c>datasets</c>: <c>data/train-00000-of-00001.parquet</c>, <c>CONFIG/test-00000-of-00001.parquet</c>, <c>train/0000.parquet</c>.
/// </summary>
internal static partial class ParquetFolder
{
    private const string Extension = ".parquet";
    private const int MaxFiles = 10_000;

    private static readonly string[] PlainFolders = ["data", ConfigChoice.Default];

    /// <summary>Whether a path is named like a parquet file.</summary>
    public static bool IsParquet(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether a folder has a parquet file.</summary>
    /// <exception cref="FailureException">The folder cannot be read.</exception>
    public static bool HasFiles(string folder) => Paths(folder, 1).Length > 0;

    /// <summary>Finds the files of a folder, or describes a single file.</summary>
    /// <param name="path">A folder or a file.</param>
    /// <returns>The files, in the order of their paths.</returns>
    /// <exception cref="InputException">There are too many files.</exception>
    /// <exception cref="FailureException">The folder cannot be read.</exception>
    public static IReadOnlyList<ParquetShard> Find(string path)
    {
        if (File.Exists(path)) return [new ParquetShard(ConfigChoice.Default, SplitOf(Path.GetFileName(path)), path)];
        string[] paths = Paths(path, MaxFiles + 1);
        if (paths.Length > MaxFiles) throw new InputException($"{path}: the folder has more than {MaxFiles} parquet files; give the folder of one data set");
        return [.. paths.Order(StringComparer.Ordinal).Select(file => (file, Describe(Path.GetRelativePath(path, file).Split(Path.DirectorySeparatorChar)))).Select(f => new ParquetShard(f.Item2.Config, f.Item2.Split, f.file))];
    }

    /// <summary>Returns the configuration and the split of a file.</summary>
    /// <param name="parts">The folders and the name of the file, relative to the data set.</param>
    public static (string Config, string Split) Describe(string[] parts)
    {
        string? split = FindSplit(parts[^1]);
        string[] folders = [.. parts.SkipLast(1)];
        string[] configs = [.. folders.Where(folder => !PlainFolders.Contains(folder) && (split is not null || FindSplit(folder) is null))];
        return (configs.FirstOrDefault() ?? ConfigChoice.Default, split ?? folders.Reverse().Select(FindSplit).FirstOrDefault(s => s is not null) ?? SpriteDataset.Train);
    }

    private static string SplitOf(string fileName) => FindSplit(fileName) ?? SpriteDataset.Train;

    private static string? FindSplit(string name)
    {
        if (Shard().Match(name) is { Success: true } shard) return shard.Groups[1].Value;
        return Keyword().Match(name) is not { Success: true } match ? null : match.Value switch
        {
            "training" => SpriteDataset.Train,
            "testing" or "eval" or "evaluation" => SpriteDataset.Test,
            "valid" or "val" => "validation",
            var word => word,
        };
    }

    private static string[] Paths(string folder, int most)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };
        try
        {
            // Links to files are followed, because the cache of the hub consists of them.
            return [.. new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), options)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) && !PictureFileName.IsMacSideFile(entry.FileName.ToString()),
                ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0 && !entry.FileName.StartsWith("."),
            }.Take(most)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{folder}: could not be read: {e.Message}", e);
        }
    }

    // datasets, data_files.py: a keyword is not part of a longer word.
    [GeneratedRegex("(?<![A-Za-z])(train|training|validation|valid|val|dev|testing|test|evaluation|eval)(?![A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Keyword();

    [GeneratedRegex(@"^(\w+(?:\.\w+)*)-[0-9]{5}-of-[0-9]{5}", RegexOptions.CultureInvariant)]
    private static partial Regex Shard();
}
