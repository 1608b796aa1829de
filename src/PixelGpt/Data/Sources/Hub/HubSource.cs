namespace PixelGpt.Data.Sources.Hub;

/// <summary>
/// Loads sprites from the Hugging Face hub through its dataset viewer API: one data set whose rows have <c>pixel_color</c>, a list
/// of palette indices, and one, or its configuration <c>colormap</c>, whose rows have <c>color</c>, a list of three numbers 0–255.
/// Columns of pictures are read by the package PixelGpt.Parquet. Responses are cached under
/// <c>$HF_HOME/pixelgpt</c>: an interrupted load resumes, and a complete one sends no requests until the cache folder is deleted.
/// </summary>
/// <remarks>
/// The splits are <c>train</c>, <c>dev</c> (or <c>validation</c>) and <c>test</c>. Missing ones are taken from the end of <c>train</c>
/// according to <see cref="SourceOptions.Splits"/>. Sprites of <c>test</c> may be partial.
/// </remarks>
public sealed class HubSource : ISpriteSource
{
    /// <summary>The column with the palette indices, unless another one is given.</summary>
    internal const string PixelColumn = "pixel_color";

    private readonly string _name;
    private readonly HubDatasetId _sprites;
    private readonly SourceOptions _options;
    private readonly HubOptions _hub;

    /// <summary>Creates a source. Nothing is downloaded yet.</summary>
    /// <param name="dataset">Data set, <c>hub:OWNER/DATASET</c>.</param>
    /// <param name="options">Options; <see cref="SourceOptions.Colormap"/> is required unless the data set has a configuration <c>colormap</c>.</param>
    /// <param name="hub">Settings of the hub.</param>
    /// <param name="name">Name of the loaded data set; null for <paramref name="dataset"/>.</param>
    /// <exception cref="InputException">A name does not have the form <c>hub:OWNER/DATASET</c>.</exception>
    public HubSource(string dataset, SourceOptions options, HubOptions hub, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(hub);
        _name = name ?? dataset;
        _sprites = HubDatasetId.Parse(dataset);
        if (options.Colormap?.StartsWith(HubDatasetId.Prefix, StringComparison.Ordinal) == true) _ = HubDatasetId.Parse(options.Colormap);
        (_options, _hub) = (options, hub);
    }

    /// <inheritdoc/>
    public async Task<SpriteDataset> LoadAsync(IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var client = new HubClient(_hub);
        return await LoadAsync(client, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads the data set with a client that has sent requests before.</summary>
    internal async Task<SpriteDataset> LoadAsync(HubClient client, IProgress<SourceProgress>? progress, CancellationToken cancellationToken)
    {
        var sprites = new HubDataset(_sprites, _hub, client, progress);
        Palette palette = await HubColormap.LoadAsync(_options.Colormap, sprites, _hub, client, progress, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<HubSplit> splits = await sprites.GetSplitsAsync(_options.Config, cancellationToken).ConfigureAwait(false);
        GivenSplits given = sprites.Rethrow(() => GivenSplits.Choose([.. splits.Select(s => s.Split)], $"{_sprites}"));
        var tables = new Dictionary<string, (string Where, IReadOnlyList<IndexedRow> Rows)>();
        foreach ((string name, string from) in given.All)
        {
            IReadOnlyList<int[]> rows = await sprites.GetRowsAsync(splits.First(s => s.Split == from), _options.Column ?? PixelColumn, cancellationToken).ConfigureAwait(false);
            tables[name] = (sprites.Where(from), [.. rows.Select(row => new IndexedRow(row, null))]);
        }

        return sprites.Rethrow(() => IndexedTable.ToDataset(_name, palette, given, tables, _options));
    }
}
