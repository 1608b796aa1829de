using PixelGpt.Data.Sources;
using PixelGpt.Runs;
using PixelGpt.Studio.Api;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Training;

/// <summary>The data sets to train on: the built-in one, and folders of sprites beside the models or named when the studio was started.</summary>
internal sealed class DatasetFolders(ModelFolders models, StudioOptions options)
{
    private const string BuiltIn = "creatures";

    /// <summary>All of them by name. Of two folders of one name the first counts: those that were named come first.</summary>
    public IReadOnlyDictionary<string, DataReference> All()
    {
        var all = new SortedDictionary<string, DataReference>(StringComparer.OrdinalIgnoreCase) { [BuiltIn] = DataReference.Create(BuiltIn) };
        string beside = Path.Combine(Path.GetDirectoryName(models.Root) ?? models.Root, "data");
        foreach (string folder in options.Data.Select(Path.GetFullPath).Concat(Within(beside)).Concat(Within(models.Root)).Where(IsDataset))
            all.TryAdd(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), DataReference.Create(folder));
        return all;
    }

    /// <summary>One of them.</summary>
    /// <exception cref="ApiException">There is none of that name.</exception>
    public DataReference Find(string id) =>
        All().TryGetValue(id, out DataReference? reference) ? reference : throw ApiException.NotFound($"there is no data set '{Excerpt.Of(id)}'; /api/v1/datasets lists those there are, and --data adds a folder");

    /// <summary>Sub-folders; links may lead anywhere, and are left out.</summary>
    private static IEnumerable<string> Within(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateDirectories().Where(d => d.LinkTarget is null).Select(d => d.FullName).Order(StringComparer.Ordinal) : [];

    private static bool IsDataset(string folder) => File.Exists(Path.Combine(folder, TextFolderSource.PixelFile)) && File.Exists(Path.Combine(folder, TextFolderSource.ColormapFile));
}
