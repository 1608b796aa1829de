using Parquet;
using Parquet.Data;
using Parquet.Meta;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.IO;

namespace PixelGpt.Parquet.Reading;

/// <summary>A parquet file. Any bytes result in values or an <see cref="InputException"/> that names the file and the column.</summary>
internal sealed class ParquetTable : IAsyncDisposable
{
    /// <summary>Maximum size of a file.</summary>
    public const int MaxFileBytes = 1 << 30;

    private readonly byte[] _bytes;
    private readonly BoundedStream _stream;
    private readonly ParquetReader _reader;

    private ParquetTable(string path, byte[] bytes, BoundedStream stream, ParquetReader reader)
    {
        (Path, _bytes, _stream, _reader) = (path, bytes, stream, reader);
        Columns = [.. reader.Schema.Fields.Select(ParquetColumn.Of)];
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<ParquetColumn> Columns { get; }

    /// <summary>The texts that the writer of the file has added.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _reader.CustomMetadata;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="cancellationToken">Cancellation token.</param>
    /// <exception cref="InputException">The file is missing, damaged, or exceeds a limit.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public static Task<ParquetTable> OpenAsync(string path, CancellationToken cancellationToken) =>
        ParseAsync(InputFile.ReadAllBytes(path, MaxFileBytes, "a parquet file"), path, cancellationToken);

    /// <summary>Opens a file in memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">Name of the file in error messages.</param>
    /// <param name="cancellationToken">Cancellation token.</param>
    /// <exception cref="InputException">The file is damaged or exceeds a limit.</exception>
    public static Task<ParquetTable> ParseAsync(byte[] bytes, string path, CancellationToken cancellationToken) => GuardAsync(path, async () =>
    {
        if (FileContent.Recognize(bytes) is { } other) throw new InputException($"{path}: this is {other.Name} and not a parquet file; get the data set again");
        ParquetLayout.CheckFooter(bytes);
        var stream = new BoundedStream(bytes);
        ParquetReader reader = await ParquetReader.CreateAsync(stream, null, leaveStreamOpen: false, cancellationToken).ConfigureAwait(false);
        return new ParquetTable(path, bytes, stream, reader);
    });

    /// <summary>Returns a column with pixels.</summary>
    /// <param name="name">Name of the column; null for <c>pixel_color</c>, or the only list of integers, or the only column of pictures.</param>
    /// <exception cref="InputException">There is no such column, or the user must choose one.</exception>
    public ParquetColumn Choose(string? name)
    {
        string list = Excerpt.Of(string.Join(", ", Columns.Select(c => c.Name)), 200);
        if (name is not null)
        {
            ParquetColumn column = Columns.FirstOrDefault(c => c.Name == name) ?? throw new InputException($"{Path}: there is no column '{Excerpt.Of(name)}'; the columns are {list}");
            return column.HasPixels ? column : throw new InputException($"{Path}: the column '{Excerpt.Of(name)}' has neither lists of integers nor pictures; the columns are {list}");
        }

        if (Columns.FirstOrDefault(c => c.Name == Data.Sources.Hub.HubSource.PixelColumn && c.HasPixels) is { } usual) return usual;
        ParquetColumn[] numbers = [.. Columns.Where(c => c.HasPixels && c.Kind != ColumnKind.Picture)], pictures = [.. Columns.Where(c => c.Kind == ColumnKind.Picture)];
        ParquetColumn[] candidates = numbers.Length > 0 ? numbers : pictures;
        return candidates.Length switch
        {
            1 => candidates[0],
            0 => throw new InputException($"{Path}: no column has lists of integers or pictures; the columns are {list}"),
            _ => throw new InputException($"{Path}: the columns {Excerpt.Of(string.Join(", ", candidates.Select(c => c.Name)), 200)} may have the pixels; choose one with --column"),
        };
    }

    /// <summary>Reads all values of a column of integers.</summary>
    public async Task<IReadOnlyList<int>> ReadNumbersAsync(ParquetColumn column, CancellationToken cancellationToken)
    {
        var all = new List<int>();
        await ReadAsync(column, raw => RowsOf(column, raw, all.Count, (int[] pixels, int _) => all.Add(pixels[0])), cancellationToken).ConfigureAwait(false);
        return all;
    }

    /// <summary>Reads all rows of a column of palette indices.</summary>
    public async Task<IReadOnlyList<IndexedRow>> ReadIndicesAsync(ParquetColumn column, CancellationToken cancellationToken)
    {
        var rows = new List<IndexedRow>();
        long pixels = 0;
        await ReadAsync(
            column,
            raw => RowsOf(column, raw, rows.Count, (int[] row, int lines) =>
            {
                pixels += row.Length;
                DatasetLimits.Check(rows.Count + 1, pixels, Path);
                rows.Add(new IndexedRow(row, column.Kind == ColumnKind.Grid ? (row.Length / lines, lines) : null));
            }),
            cancellationToken).ConfigureAwait(false);
        return rows;
    }

    /// <summary>Reads all rows of a column of pictures.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadPicturesAsync(ParquetColumn column, CancellationToken cancellationToken)
    {
        var rows = new List<ReadOnlyMemory<byte>>();
        await ReadAsync(
            column,
            raw =>
            {
                ReadOnlySpan<ReadOnlyMemory<byte>> values = ((RawColumnData<ReadOnlyMemory<byte>>)raw).Values;
                int full = column.Field!.MaxDefinitionLevel, next = 0;
                Span<int> definitions = full > 0 ? raw.DefinitionLevels : [];
                for (int i = 0; i < (full > 0 ? definitions.Length : values.Length); i++)
                {
                    DatasetLimits.Check(rows.Count + 1, 0, Path);
                    if (full > 0 && definitions[i] < full) throw new InputException($"{Path}, column '{Excerpt.Of(column.Name)}', row {rows.Count}: the picture is missing; pictures that are separate files are not supported");

                    // The library reuses the memory.
                    rows.Add(values[next++].ToArray());
                }
            },
            cancellationToken).ConfigureAwait(false);
        return rows;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private Task<bool> ReadAsync(ParquetColumn column, Action<RawColumnData> read, CancellationToken cancellationToken) => GuardAsync($"{Path}, column '{Excerpt.Of(column.Name)}'", async () =>
    {
        for (int group = 0; group < _reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = _reader.OpenRowGroupReader(group);
            ColumnMetaData chunk = rows.GetMetadata(column.Field!)?.MetaData ?? throw new InvalidDataException("the column is missing in a row group");
            DatasetLimits.Check(rows.RowCount, 0, Path);
            if (chunk.NumValues == 0) continue;
            _stream.End = ParquetLayout.CheckPages(_bytes, chunk.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, chunk.DataPageOffset) : chunk.DataPageOffset, chunk.NumValues, chunk.Codec);
            using RawColumnData raw = await rows.ReadRawColumnDataBaseAsync(column.Field!, cancellationToken).ConfigureAwait(false);
            read(raw);
        }

        return true;
    });

    /// <summary>Divides the values of a column into rows.</summary>
    /// <param name="column">The column.</param>
    /// <param name="raw">The values of a row group.</param>
    /// <param name="first">Number of the first row, for error messages.</param>
    /// <param name="add">Receives the values of a row and the number of inner lists.</param>
    private void RowsOf(ParquetColumn column, RawColumnData raw, int first, Action<int[], int> add)
    {
        int[] values = ToIntegers(raw);
        int full = column.Field!.MaxDefinitionLevel, depth = column.Field.MaxRepetitionLevel, entries = full > 0 ? raw.DefinitionLevels.Length : values.Length;
        int start = 0, next = 0, lines = 0, line = 0, width = -1, row = first;
        for (int i = 0; i < entries; i++)
        {
            int repetition = depth > 0 ? raw.RepetitionLevels[i] : 0;
            if (i > 0 && repetition == 0) End();
            if (full > 0 && raw.DefinitionLevels[i] < full) throw Fault(row, "it is empty or has no value (null)");
            if (depth == 2 && repetition < 2)
            {
                if (lines > 0) EndLine();
                (line, lines) = (next, lines + 1);
            }

            if (next == values.Length) throw new InvalidDataException("values are missing");
            next++;
        }

        if (entries > 0) End();

        void End()
        {
            if (depth == 2) EndLine();
            add(values[start..next], Math.Max(1, lines));
            (start, lines, width) = (next, 0, -1);
            row++;
        }

        void EndLine()
        {
            int length = next - line;
            width = width < 0 || width == length ? length : throw Fault(row, $"its lines have different lengths ({width} and {length})");
        }

        InputException Fault(int number, string what) => new($"{Path}, column '{Excerpt.Of(column.Name)}', row {number}: {what}; expected integers");
    }

    private static int[] ToIntegers(RawColumnData raw)
    {
        static int[] Convert<T>(RawColumnData<T> data)
            where T : struct, System.Numerics.IBinaryInteger<T>
        {
            ReadOnlySpan<T> values = data.Values;
            int[] result = new int[values.Length];
            for (int i = 0; i < result.Length; i++) result[i] = int.CreateChecked(values[i]);
            return result;
        }

        return raw switch
        {
            RawColumnData<sbyte> data => Convert(data),
            RawColumnData<byte> data => Convert(data),
            RawColumnData<short> data => Convert(data),
            RawColumnData<ushort> data => Convert(data),
            RawColumnData<int> data => Convert(data),
            RawColumnData<uint> data => Convert(data),
            RawColumnData<long> data => Convert(data),
            RawColumnData<ulong> data => Convert(data),
            _ => throw new InvalidDataException("the values are not integers"),
        };
    }

    /// <summary>Runs work of the library. It throws exceptions of many types for damaged files.</summary>
    private static async Task<T> GuardAsync<T>(string where, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the library has no common type of exceptions
        catch (Exception e) when (e is not (PixelGptException or OperationCanceledException))
        {
            if (e is NotSupportedException or NotImplementedException) throw new InputException($"{where}: the parquet file cannot be read: {Excerpt.Of(e.Message, 200)}", e);
            string what = e is OverflowException ? "a value is too large for an index" : Excerpt.Of(e.Message, 200).TrimEnd('.');
            throw new InputException($"{where}: not a valid parquet file: {what}; get the file again", e);
        }
#pragma warning restore CA1031
    }
}
