using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Data.Sources.Hub;
using PixelGpt.Parquet.Reading;

namespace PixelGpt.Parquet;

/// <summary>
/// Loads a data set of the Hugging Face hub from the parquet files that the hub makes of every public data set
/// (huggingface.co/docs/dataset-viewer/parquet), or else from those in its repository, with lists of palette indices or pictures. If
/// there are none, the rows are read as by <see cref="HubSource"/>.
/// </summary>
public sealed class HubParquetSource : ISpriteSource
{
    private readonly HubDatasetId _id;
    private readonly SourceOptions _options;
    private readonly HubOptions _hub;

    /// <summary>Creates a source. Nothing is downloaded yet.</summary>
    /// <param name="dataset">Data set, <c>hub:OWNER/DATASET</c>.</param>
    /// <param name="options">Size, splits, palette, configuration and column.</param>
    /// <param name="hub">Settings of the hub.</param>
    /// <exception cref="InputException">The name does not have the form <c>hub:OWNER/DATASET</c>.</exception>
    public HubParquetSource(string dataset, SourceOptions options, HubOptions hub)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(hub);
        (_id, _options, _hub) = (HubDatasetId.Parse(dataset), options, hub);
    }

    /// <inheritdoc/>
    public async Task<SpriteDataset> LoadAsync(IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var client = new HubClient(_hub);
        var dataset = new HubDataset(_id, _hub, client, progress);
        IReadOnlyList<HubFile> files = await dataset.GetParquetFilesAsync(cancellationToken).ConfigureAwait(false)
            ?? await dataset.GetRepositoryFilesAsync(path => ParquetFolder.Describe(path.Split('/')), cancellationToken).ConfigureAwait(false);
        if (files.Count == 0)
            return await new HubSource(_id.ToString(), _options, _hub).LoadAsync(client, progress, cancellationToken).ConfigureAwait(false);
        string config = ConfigChoice.Choose([.. files.Select(f => f.Config).Distinct()], _options.Config, _id.ToString());
        var shards = new List<ParquetShard>();
        foreach (HubFile file in files.Where(f => f.Config == config || f.Config == HubColormap.ConfigName))
            shards.Add(new ParquetShard(file.Config, file.Split, await dataset.DownloadAsync(file, cancellationToken).ConfigureAwait(false)));
        return await dataset.RethrowAsync(() => new ParquetDataset(_id.ToString(), shards, config, _options, progress, cancellationToken).LoadAsync(
            () => HubColormap.LoadAsync(_options.Colormap, dataset, _hub, client, progress, cancellationToken))).ConfigureAwait(false);
    }
}
