using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Data.Sources.Hub;
using PixelGpt.Parquet.Reading;

namespace PixelGpt.Parquet;

/// <summary>
/// Loads a data set from parquet files: a folder, such as a cloned data set of the Hugging Face hub or one written by
/// <see cref="ParquetExport"/>, or a single file. The sprites are a column of lists of palette indices, with the palette in a
/// configuration <c>colormap</c>, in <c>colormap.txt</c> or given; or a column of pictures, which are converted as by an import.
/// </summary>
public sealed class ParquetSource : ISpriteSource
{
    private readonly string _path;
    private readonly SourceOptions _options;
    private readonly HubOptions? _hub;

    /// <summary>Creates a source. Nothing is read yet.</summary>
    /// <param name="path">A folder with parquet files, or a parquet file.</param>
    /// <param name="options">Size, splits, palette, configuration and column.</param>
    /// <param name="hub">Settings of the hub, for a palette there; null for those of the environment.</param>
    public ParquetSource(string path, SourceOptions options, HubOptions? hub = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_path, _options, _hub) = (path, options, hub);
    }

    /// <inheritdoc/>
    public Task<SpriteDataset> LoadAsync(IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default) => Task.Run(
        async () =>
        {
            if (!Path.Exists(_path)) throw new InputException($"{_path}: no such file or folder; expected parquet files");
            IReadOnlyList<ParquetShard> shards = ParquetFolder.Find(_path);
            if (shards.Count == 0) throw new InputException($"{_path}: the folder has no parquet files");
            string config = ConfigChoice.Choose([.. shards.Select(s => s.Config).Distinct()], _options.Config, _path);
            return await new ParquetDataset(_path, shards, config, _options, progress, cancellationToken).LoadAsync(() => LoadPaletteAsync(progress, cancellationToken)).ConfigureAwait(false);
        },
        cancellationToken);

    private async Task<Palette> LoadPaletteAsync(IProgress<SourceProgress>? progress, CancellationToken cancellationToken)
    {
        if (_options.Colormap is { } dataset)
        {
            HubOptions hub = _hub ?? HubOptions.FromEnvironment();
            using var client = new HubClient(hub);
            return await HubColormap.LoadAsync(HubDatasetId.Parse(dataset), hub, client, progress, cancellationToken).ConfigureAwait(false);
        }

        // A single file is in the folder of the data set, or in a folder of a configuration in it.
        string folder = Directory.Exists(_path) ? _path : Path.GetDirectoryName(Path.GetFullPath(_path))!;
        string[] folders = Directory.Exists(_path) ? [folder] : [folder, Path.Combine(folder, "..")];
        string? file = folders.Select(f => Path.Combine(f, TextFolderSource.ColormapFile)).FirstOrDefault(File.Exists);
        return file is not null
            ? Palette.Load(file)
            : throw new InputException($"{_path}: palette indices need a palette, and there is neither {TextFolderSource.ColormapFile} nor a configuration '{HubColormap.ConfigName}'; give --colormap with a palette file or hub:OWNER/COLORMAP");
    }
}
