using PixelGpt.Data.Sources;
using PixelGpt.Parquet;
using PixelGpt.Runs;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Datasets;

/// <summary>Finds the data sets to train on: the built-in creatures, the folders of <see cref="StudioOptions.Data"/>, folders next to or in the models folder, and those that were uploaded.</summary>
internal sealed class DatasetFolders(ModelFolders models, StudioOptions options)
{
    private const string BuiltIn = "creatures";

    /// <summary>Returns all data sets by id. If folders have the same name, those of <see cref="StudioOptions.Data"/> take precedence.</summary>
    public IReadOnlyDictionary<string, DataReference> All()
    {
        var all = new SortedDictionary<string, DataReference>(StringComparer.OrdinalIgnoreCase) { [BuiltIn] = DataReference.Create(BuiltIn) };
        string data = Path.Combine(Path.GetDirectoryName(models.Root) ?? models.Root, "data");
        foreach (string folder in options.Data.Select(Path.GetFullPath).Concat(SubFolders(data)).Concat(SubFolders(models.Datasets)).Concat(SubFolders(models.Root)).Where(IsDataset))
            all.TryAdd(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), DataReference.Create(folder));
        return all;
    }

    /// <summary>Returns a data set.</summary>
    /// <exception cref="ApiException">There is no data set with this id.</exception>
    public DataReference Find(string id) => All().TryGetValue(id, out DataReference? reference)
        ? reference
        : throw ApiException.NotFound($"no data set has the id '{Excerpt.Of(id)}'; /api/v1/datasets lists the ids, and the studio's option --data adds a folder");

    /// <summary>Returns the folder of an uploaded data set, which can be deleted; null if the data set was not uploaded.</summary>
    public string? FindUploaded(string id) =>
        All().TryGetValue(id, out DataReference? reference) && Path.GetDirectoryName(reference.Source) == models.Datasets ? reference.Source : null;

    /// <summary>Checks that a data set is one of the studio's: the files of a run may be from someone else, and could name any folder or network address.</summary>
    /// <exception cref="InputException">It is not.</exception>
    public void Check(DataReference reference)
    {
        bool isKnown = reference.Source == BuiltIn || reference.Source.StartsWith(BuiltIn + ":", StringComparison.Ordinal)
            || All().Values.Any(known => known.Source.Equals(reference.Source, StringComparison.Ordinal));
        if (!isKnown || reference.Colormap is not null)
            throw new InputException($"the data set '{Excerpt.Of(reference.Name)}' is not one of the studio's; start the studio with --data FOLDER to add it");
    }

    /// <summary>Returns sub-folders except symbolic links, which may lead outside of the folder.</summary>
    private static IEnumerable<string> SubFolders(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateDirectories().Where(d => d.LinkTarget is null).Select(d => d.FullName).Order(StringComparer.Ordinal) : [];

    private static bool IsDataset(string folder) => ParquetSources.IsParquet(folder) || (File.Exists(Path.Combine(folder, TextFolderSource.PixelFile)) && File.Exists(Path.Combine(folder, TextFolderSource.ColormapFile)));
}
