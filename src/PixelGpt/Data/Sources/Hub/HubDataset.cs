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
    private bool _hasAsked;

    /// <summary>The folder of the cached responses.</summary>
    public string Folder => _cache.Folder;

    /// <summary>Returns the name of a split in error messages.</summary>
    public string Where(string split) => $"{id}, split {Excerpt.Of(split)}";

    /// <inheritdoc/>
    public override string ToString() => id.ToString();

    /// <summary>Returns the names of the configurations.</summary>
    public async Task<IReadOnlyList<string>> GetConfigsAsync(CancellationToken cancellationToken) =>
        [.. (await GetAllSplitsAsync(cancellationToken).ConfigureAwait(false)).Select(s => s.Config).Distinct()];

    /// <summary>Returns the splits of a configuration.</summary>
    /// <param name="config">Name of the configuration; null for <c>default</c> or the only one besides that of the palette.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="InputException">There is no such configuration.</exception>
    public async Task<IReadOnlyList<HubSplit>> GetSplitsAsync(string? config, CancellationToken cancellationToken)
    {
        IReadOnlyList<HubSplit> splits = await GetAllSplitsAsync(cancellationToken).ConfigureAwait(false);
        string chosen = ConfigChoice.Choose([.. splits.Select(s => s.Config).Distinct()], config, id.ToString());
        return [.. splits.Where(s => s.Config == chosen)];
    }

    private Task<IReadOnlyList<HubSplit>> GetAllSplitsAsync(CancellationToken cancellationToken) => GetAsync(
        "splits.json",
        $"splits?dataset={Escape(id.Repository)}",
        id.ToString(),
        new SourceProgress($"{id}: splits", 0, 0),
        response => HubJson.ParseSplits(response.Body, id.ToString()),
        cancellationToken);

    /// <summary>Returns the parquet files that the hub makes of the data set; null if it has not made them of all rows, or is offline.</summary>
    public async Task<IReadOnlyList<HubFile>?> GetParquetFilesAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(
                "parquet.json",
                $"parquet?dataset={Escape(id.Repository)}",
                id.ToString(),
                new SourceProgress($"{id}: parquet files of the hub", 0, 0),
                response => HubJson.ParseParquetFiles(response.Body, id.ToString()),
                cancellationToken).ConfigureAwait(false);
        }
        catch (PixelGptException e)
        {
            progress?.Report(new SourceProgress($"{id}: no list of parquet files of the hub: {Excerpt.Of(e.Message, 200)}", 0, 0));
            return null;
        }
    }

    /// <summary>Returns the parquet files in the repository of the data set; empty if it has none or is offline.</summary>
    /// <param name="describe">Returns the configuration and the split of a path.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<IReadOnlyList<HubFile>> GetRepositoryFilesAsync(Func<string, (string Config, string Split)> describe, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<(string Path, long Size)> files = await GetAsync(
                "tree.json",
                $"api/datasets/{id.Repository}/tree/main?recursive=true",
                id.ToString(),
                new SourceProgress($"{id}: files of the repository", 0, 0),
                response => HubJson.ParseTree(response.Body, id.ToString()),
                cancellationToken,
                options.FileEndpoint).ConfigureAwait(false);
            return [.. files.Where(f => f.Path.EndsWith(".parquet", StringComparison.Ordinal)).Select(f =>
            {
                (string config, string split) = describe(f.Path);
                string address = string.Join('/', f.Path.Split('/').Select(Escape));
                return new HubFile(config, split, f.Path, new Uri($"{options.FileEndpoint.AbsoluteUri.TrimEnd('/')}/datasets/{id.Repository}/resolve/main/{address}"), f.Size);
            })];
        }
        catch (PixelGptException e)
        {
            progress?.Report(new SourceProgress($"{id}: the files of the data set cannot be listed: {Excerpt.Of(e.Message, 200)}", 0, 0));
            return [];
        }
    }

    /// <summary>Downloads a file of the hub to the cache, unless it is there, and returns its path. An interrupted download is resumed.</summary>
    /// <exception cref="InputException">The address of the file is unsafe.</exception>
    /// <exception cref="FailureException">The file cannot be downloaded.</exception>
    public async Task<string> DownloadAsync(HubFile file, CancellationToken cancellationToken)
    {
        string name = $"parquet+{Escape(file.Config)}+{Escape(file.Split)}+{Escape(file.Name)}", path = Path.Combine(Folder, name);
        if (_cache.HasFile(name)) return path;
        string what = $"{Where(file.Split)}, {Excerpt.Of(file.Name)}";
        if (options.Offline) throw new FailureException($"{what}: not in the cache {Folder}, and HF_HUB_OFFLINE disables downloads; unset it");
        try
        {
            await client.DownloadAsync(file.Address, path, now => progress?.Report(new SourceProgress(now.Problem is null ? what : $"{what}: {now.Problem}", now.Done, now.Total ?? file.Size)), cancellationToken).ConfigureAwait(false);
        }
        catch (FailureException e)
        {
            throw new FailureException($"{what}: {e.Message}; run the command again to resume", e);
        }

        _cache.AddFile(name);
        return path;
    }

    /// <summary>Runs a function and adds to the message of an <see cref="InputException"/> how to load corrected data: invalid data is cached too.</summary>
    public T Rethrow<T>(Func<T> make) => RethrowAsync(() => Task.FromResult(make())).GetAwaiter().GetResult();

    /// <inheritdoc cref="Rethrow"/>
    public async Task<T> RethrowAsync<T>(Func<Task<T>> make)
    {
        try
        {
            return await make().ConfigureAwait(false);
        }
        catch (InputException e)
        {
            throw new InputException($"{e.Message}; if the data on the hub was corrected, delete {Folder} to download it again", e);
        }
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
        string file, string query, string what, SourceProgress now, Func<HubResponse, T> read, CancellationToken cancellationToken, Uri? server = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_cache.Read(file) is { } cached) return read(cached);
        if (options.Offline)
            throw new FailureException($"{what}: not in the cache {Folder}, and HF_HUB_OFFLINE disables downloads; unset it");
        Uri asked = server ?? options.Endpoint;
        string limits = _hasAsked ? "" : $" (requesting it from {asked.Authority}; up to {options.MaxAttempts} attempts of at most {options.RequestTimeout.TotalSeconds:0.#} s each)";
        progress?.Report(now with { What = now.What + limits });
        _hasAsked = true;
        HubResponse response;
        try
        {
            response = await client.GetAsync(asked, query, what, problem => progress?.Report(now with { What = $"{what}: {problem}" }), cancellationToken).ConfigureAwait(false);
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
