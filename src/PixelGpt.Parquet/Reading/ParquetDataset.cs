using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Data.Sources;
using PixelGpt.Data.Sources.Hub;
using PixelGpt.Import;

namespace PixelGpt.Parquet.Reading;

/// <summary>Makes a data set of parquet files.</summary>
/// <param name="name">Name of the data set.</param>
/// <param name="shards">The files of the chosen configuration, and of the configuration <c>colormap</c> if there is one.</param>
/// <param name="config">The chosen configuration.</param>
/// <param name="options">Options of the user.</param>
/// <param name="progress">Receives the progress; may be null.</param>
/// <param name="cancellationToken">Cancellation token.</param>
internal sealed class ParquetDataset(
    string name, IReadOnlyList<ParquetShard> shards, string config, SourceOptions options, IProgress<SourceProgress>? progress, CancellationToken cancellationToken)
{
    /// <summary>The key of the text in a parquet file with the sizes of the splits, which a data set with an empty split needs.</summary>
    public const string SplitsKey = "pixelgpt.splits";

    private SplitPlan? _writtenSplits;

    /// <summary>Loads the data set.</summary>
    /// <param name="loadPalette">Loads the palette of indices if it is not in the files.</param>
    /// <exception cref="InputException">A file is damaged, or the data set is not sprites.</exception>
    /// <exception cref="FailureException">A file cannot be read.</exception>
    public async Task<SpriteDataset> LoadAsync(Func<Task<Palette>> loadPalette)
    {
        ParquetShard[] mine = [.. shards.Where(s => s.Config == config)];
        var given = GivenSplits.Choose([.. mine.Select(s => s.Split).Distinct()], name);
        var indexed = new Dictionary<string, (string Where, IReadOnlyList<IndexedRow> Rows)>();
        var pictures = new List<(string Split, string Where, ReadOnlyMemory<byte> Content)>();
        foreach ((string split, string from) in given.All)
        {
            var rows = new List<IndexedRow>();
            ParquetShard[] files = [.. mine.Where(s => s.Split == from)];
            for (int i = 0; i < files.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new SourceProgress($"reading {from}", i, files.Length));
                await using ParquetTable table = await ParquetTable.OpenAsync(files[i].Path, cancellationToken).ConfigureAwait(false);
                ParquetColumn column = table.Choose(options.Column);
                if (column.Kind == ColumnKind.Picture)
                {
                    IReadOnlyList<ReadOnlyMemory<byte>> content = await table.ReadPicturesAsync(column, cancellationToken).ConfigureAwait(false);
                    pictures.AddRange(content.Select((picture, row) => (split, $"{table.Path}, row {row}", picture)));
                    DatasetLimits.Check(pictures.Count, 0, name);
                }
                else
                {
                    rows.AddRange(await ReadIndicesAsync(table, column).ConfigureAwait(false));
                    DatasetLimits.Check(rows.Count, 0, name);
                }

                if (split == SpriteDataset.Train && i == 0 && table.Metadata.TryGetValue(SplitsKey, out string? text)) _writtenSplits = SplitPlan.Parse(text);
            }

            if (rows.Count > 0) indexed[split] = ($"{name}, split {Excerpt.Of(from)}", rows);
        }

        if (pictures.Count > 0) return PictureTable.ToDataset(name, given, pictures, options, progress, cancellationToken);
        if (!indexed.ContainsKey(SpriteDataset.Train)) throw new InputException($"{name}: the split {Excerpt.Of(given.Train)} has no rows");
        foreach ((string split, string from) in given.All) indexed.TryAdd(split, ($"{name}, split {Excerpt.Of(from)}", []));
        Palette palette = await FindPaletteAsync(loadPalette).ConfigureAwait(false);
        bool isWritten = options.Splits is null && IsWrittenPlan(indexed);
        SpriteDataset data = IndexedTable.ToDataset(name, palette, given, indexed, isWritten ? options with { Splits = _writtenSplits } : options);
        return isWritten ? data.WithNotes([]) : data;
    }

    private async Task<IEnumerable<IndexedRow>> ReadIndicesAsync(ParquetTable table, ParquetColumn column)
    {
        IReadOnlyList<IndexedRow> rows = await table.ReadIndicesAsync(column, cancellationToken).ConfigureAwait(false);
        ParquetColumn? Find(string side) => table.Columns.FirstOrDefault(c => c.Name == side && c.Kind == ColumnKind.Number);
        if (column.Kind == ColumnKind.Grid || options.Size is not null || Find("width") is not { } widths || Find("height") is not { } heights) return rows;
        IReadOnlyList<int> width = await table.ReadNumbersAsync(widths, cancellationToken).ConfigureAwait(false), height = await table.ReadNumbersAsync(heights, cancellationToken).ConfigureAwait(false);
        return width.Count == rows.Count && height.Count == rows.Count
            ? rows.Select((row, i) => row with { Size = (width[i], height[i]) })
            : throw new InputException($"{table.Path}: the columns width and height must have a value in each of the {rows.Count} rows (got {width.Count} and {height.Count})");
    }

    /// <summary>Whether the sizes of the splits that were written with the data set fit its rows.</summary>
    private bool IsWrittenPlan(Dictionary<string, (string Where, IReadOnlyList<IndexedRow> Rows)> tables)
    {
        if (_writtenSplits is null) return false;
        try
        {
            int? Rows(string split) => tables.TryGetValue(split, out (string Where, IReadOnlyList<IndexedRow> Rows) table) ? table.Rows.Count : null;
            _ = _writtenSplits.CountsFor(Rows(SpriteDataset.Train)!.Value, Rows(SpriteDataset.Dev), Rows(SpriteDataset.Test));
            return true;
        }
        catch (InputException)
        {
            return false; // rows were added or removed
        }
    }

    private async Task<Palette> FindPaletteAsync(Func<Task<Palette>> loadPalette)
    {
        if (options.Colormap is { } file && !file.StartsWith(HubDatasetId.Prefix, StringComparison.Ordinal)) return PaletteFile.Load(file);
        if (options.Colormap is not null || shards.FirstOrDefault(s => s.Config == HubColormap.ConfigName) is not { } shard) return await loadPalette().ConfigureAwait(false);
        await using ParquetTable table = await ParquetTable.OpenAsync(shard.Path, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<IndexedRow> colors = await table.ReadIndicesAsync(table.Choose(HubColormap.Column), cancellationToken).ConfigureAwait(false);
        return IndexedTable.ToPalette([.. colors.Select(c => c.Pixels)], shard.Path);
    }
}
