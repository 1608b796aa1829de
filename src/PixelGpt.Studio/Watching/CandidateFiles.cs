using System.Text.RegularExpressions;
using PixelGpt.Imaging;

namespace PixelGpt.Studio.Watching;

/// <summary>The candidate files of a picture: numbered PNG files in the sub-folder <c>candidates</c>, which is not watched.</summary>
internal sealed partial class CandidateFiles(string picture)
{
    private const string FolderName = "candidates";

    private readonly string _folder = Path.Combine(Path.GetDirectoryName(picture)!, FolderName);

    /// <summary>The start of the names. Pictures in other formats keep their extension in it, because a folder often has a PNG of the same name.</summary>
    private readonly string _stem = Path.GetExtension(picture).Equals(".png", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(picture) : Path.GetFileName(picture);

    /// <summary>Returns whether there are as many candidates as wanted, and all are newer than the picture.</summary>
    public bool AreCurrent(int count)
    {
        DateTime saved = File.GetLastWriteTimeUtc(picture);
        return Existing().Count() == count && Enumerable.Range(1, count).All(i => File.Exists(PathOf(i)) && File.GetLastWriteTimeUtc(PathOf(i)) >= saved);
    }

    /// <summary>Writes the candidates, and deletes earlier ones beyond their number.</summary>
    /// <returns>The paths.</returns>
    /// <exception cref="FailureException">A file cannot be written.</exception>
    public IReadOnlyList<string> Write(IReadOnlyList<PixelImage> candidates)
    {
        string[] paths = [.. Enumerable.Range(1, candidates.Count).Select(PathOf)];
        for (int i = 0; i < paths.Length; i++) PngWriter.Write(paths[i], candidates[i]);
        try
        {
            foreach (string extra in Existing().Except(paths).ToArray()) File.Delete(extra);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"earlier candidates could not be deleted: {e.Message}", e);
        }

        return paths;
    }

    private string PathOf(int number) => Path.Combine(_folder, $"{_stem}-{number}.png");

    private IEnumerable<string> Existing() => !Directory.Exists(_folder) ? [] :
        Directory.EnumerateFiles(_folder).Where(path => Number().Match(Path.GetFileName(path)) is { Success: true } match && match.Groups[1].Value == _stem);

    [GeneratedRegex(@"^(.*)-[0-9]+\.png\z", RegexOptions.Singleline)]
    private static partial Regex Number();
}
