using PixelGpt.Data.Sources;
using PixelGpt.Data.Sources.Hub;
using PixelGpt.Parquet.Reading;

namespace PixelGpt.Parquet;

/// <summary>Finds the sources of this package: parquet files, folders with parquet files, and hub data sets as parquet files.</summary>
public sealed class ParquetSources : ISourceProvider
{
    private ParquetSources()
    {
    }

    /// <summary>The provider, for <see cref="SpriteSources.Resolve"/>.</summary>
    public static IReadOnlyList<ISourceProvider> All { get; } = [new ParquetSources()];

    /// <inheritdoc/>
    public ISpriteSource? Find(string name, SourceOptions options, HubOptions? hub)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        if (name.StartsWith(HubDatasetId.Prefix, StringComparison.Ordinal)) return new HubParquetSource(name, options, hub ?? HubOptions.FromEnvironment());
        return IsParquet(name) ? new ParquetSource(name, options, hub) : null;
    }

    /// <summary>Returns whether a path is a parquet file, or a folder of parquet files that is not a data set of text files.</summary>
    /// <param name="path">The path.</param>
    /// <returns>Whether <see cref="ParquetSource"/> can load it.</returns>
    /// <exception cref="FailureException">The folder cannot be read.</exception>
    public static bool IsParquet(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (File.Exists(path)) return ParquetFolder.IsParquet(path);
        return Directory.Exists(path) && !File.Exists(Path.Combine(path, TextFolderSource.PixelFile)) && ParquetFolder.HasFiles(path);
    }
}
