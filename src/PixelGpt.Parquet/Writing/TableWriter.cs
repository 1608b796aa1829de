using Parquet;
using Parquet.Schema;

namespace PixelGpt.Parquet.Writing;

/// <summary>What tables have in common.</summary>
internal static class TableWriter
{
    /// <summary>Writes a parquet file, compressed with Snappy as by <c>datasets</c>.</summary>
    /// <param name="stream">Where to write to.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="metadata">Texts in the file.</param>
    /// <param name="write">Writes the row groups.</param>
    public static void Write(Stream stream, ParquetSchema schema, Dictionary<string, string> metadata, Func<ParquetWriter, Task> write)
    {
        // The library writes to memory, so that nothing is asynchronous.
        using var memory = new MemoryStream();
        Task.Run(async () =>
        {
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, memory, new ParquetOptions { CompressionMethod = CompressionMethod.Snappy }, append: false, CancellationToken.None).ConfigureAwait(false);
            writer.CustomMetadata = metadata;
            await write(writer).ConfigureAwait(false);
        }).GetAwaiter().GetResult();
        memory.WriteTo(stream);
    }

    /// <summary>Writes a column of lists; none is empty.</summary>
    public static Task WriteListsAsync(ParquetRowGroupWriter rows, DataField<int> element, IReadOnlyList<int[]> lists)
    {
        int?[] values = [.. lists.SelectMany(list => list).Select(value => (int?)value)];
        int[] repetitions = [.. lists.SelectMany(list => Enumerable.Range(0, list.Length).Select(i => i == 0 ? 0 : 1))];
        return rows.WriteAsync<int>(element, values, new ReadOnlyMemory<int>(repetitions));
    }
}
