namespace PixelGpt.Data.Sources.Hub;

/// <summary>
/// A data set of the hub. Splits and rows come from the cache or else from the dataset viewer. Only valid responses are cached.
/// </summary>
internal sealed class HubDataset(HubDatasetId id, HubOptions options, HubClient client, IProgress<SourceProgress>? progress)
{
    /// <summary>Number of rows per request; the maximum of the viewer.</summary>
    public const int PageRows = 100;

    private readonly HubCache _cache = new(
        Path.Combine(options.Home, "pixelgpt", Uri.EscapeDataString(options.Endpoint.Authority + options.Endpoint.AbsolutePath.TrimEnd('/')), id.FolderName),
        options.MaxResponseBytes);

    private string? _revision;

    /// <summary>The folder of the cached responses.</summary>
    public string Folder => _cache.Folder;

    /// <summary>Returns the name of a split in error messages.</summary>
    public string Where(string split) => $"{id}, split {Excerpt.Of(split)}";

    /// <summary>Returns the splits of the configuration <c>default</c>, or of the only configuration.</summary>
    public async Task<IReadOnlyList<HubSplit>> GetSplitsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<HubSplit> splits = await GetAsync(
            "splits.json",
            $"splits?dataset={Escape(id.Repository)}",
            id.ToString(),
            new SourceProgress($"{id}", 0, 0),
            response => HubJson.ParseSplits(response.Body, id.ToString()),
            cancellationToken).ConfigureAwait(false);
        string[] configs = [.. splits.Select(s => s.Config).Distinct()];
        if (configs.Length == 0) throw new InputException($"{id}: the data set has no splits");
        string config = configs.Contains("default") ? "default" : configs[0];
        return configs.Length == 1 || config == "default"
            ? [.. splits.Where(s => s.Config == config)]
            : throw new InputException($"{id}: the data set has the configurations {Excerpt.Of(string.Join(", ", configs), 200)} but none named default");
    }

    /// <summary>Returns one column of all rows of a split; each value is a list of integers.</summary>
    public async Task<IReadOnlyList<int[]>> GetRowsAsync(HubSplit split, string column, CancellationToken cancellationToken)
    {
        string where = Where(split.Split), subset = $"{Escape(split.Config)}+{Escape(split.Split)}";
        string query = $"rows?dataset={Escape(id.Repository)}&config={Escape(split.Config)}&split={Escape(split.Split)}";
        var rows = new List<int[]>();
        long pixels = 0;
        int? total = null;
        do
        {
            int offset = rows.Count;
            HubPage page = await GetAsync(
                $"rows+{subset}+{offset:D8}.json",
                $"{query}&offset={offset}&length={PageRows}",
                $"{where}, rows from {offset}",
                new SourceProgress(where, offset, total ?? 0),
                response => ReadPage(response, column, offset, total, where),
                cancellationToken).ConfigureAwait(false);
            rows.AddRange(page.Rows);
            pixels += page.Rows.Sum(row => (long)row.Length);
            DatasetLimits.Check(rows.Count, pixels, where);
            total = page.Total;
            progress?.Report(new SourceProgress(where, rows.Count, page.Total));
        }
        while (rows.Count < total);

        return rows;
    }

    private HubPage ReadPage(HubResponse response, string column, int offset, int? total, string where)
    {
        HubPage page = HubJson.ParseRows(response.Body, column, offset, where);
        DatasetLimits.Check(page.Total, 0, where);
        if (page.Total == 0) throw new InputException($"{where}: the split has no rows");
        if (page.Total != (total ?? page.Total) || (_revision ?? response.Revision) != (response.Revision ?? _revision))
            throw new FailureException($"{where}: the data set changed on the hub during the download (rows {total} and {page.Total}, revisions {_revision ?? "?"} and {response.Revision ?? "?"}); delete {Folder} and try again");
        int due = Math.Min(PageRows, page.Total - offset);
        if (page.Rows.Count != due)
            throw new FailureException($"{where}: the hub sent {page.Rows.Count} rows from row {offset} instead of {due}; the split has {page.Total} rows ('num_rows_total')");
        _revision ??= response.Revision;
        return page;
    }

    private async Task<T> GetAsync<T>(
        string file, string query, string what, SourceProgress now, Func<HubResponse, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_cache.Read(file) is { } cached) return read(cached);
        if (options.Offline)
            throw new FailureException($"{what}: not in the cache {Folder}, and HF_HUB_OFFLINE disables downloads; unset it");
        progress?.Report(now);
        HubResponse response;
        try
        {
            response = await client.GetAsync(query, what, problem => progress?.Report(now with { What = $"{what}: {problem}" }), cancellationToken).ConfigureAwait(false);
        }
        catch (FailureException e)
        {
            throw new FailureException($"{e.Message}; completed requests are cached in {Folder}; run the command again to resume", e);
        }

        T value = read(response);
        _cache.Write(file, response);
        return value;
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);
}
