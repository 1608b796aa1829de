using Parquet;
using Parquet.Schema;

namespace PixelGpt.Tests.Parquet;

/// <summary>Writes parquet files for tests.</summary>
internal static class ParquetMaker
{
    /// <summary>Writes a column of lists; null lists and null values are written as such.</summary>
    public static byte[] Lists(string column, IReadOnlyList<int?[]?> rows, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var element = new DataField<int>("element", true);
        var list = new ListField(column, element);
        int full = 0;
        var values = new List<int>();
        List<int> definitions = [], repetitions = [];
        return Write(new ParquetSchema(list), metadata, async group =>
        {
            full = element.MaxDefinitionLevel;
            foreach (int?[]? row in rows)
            {
                if (row is null or []) (definitions, repetitions) = ([.. definitions, row is null ? 0 : full - 2], [.. repetitions, 0]);
                for (int i = 0; i < row?.Length; i++)
                {
                    definitions.Add(row[i] is null ? full - 1 : full);
                    repetitions.Add(i == 0 ? 0 : 1);
                    if (row[i] is { } value) values.Add(value);
                }
            }

            await group.WriteAllPartsAsync<int>(element, values.ToArray(), new ReadOnlyMemory<int>([.. definitions]), new ReadOnlyMemory<int>([.. repetitions]), CancellationToken.None);
        });
    }

    /// <summary>Writes a column of lists of integers without nulls.</summary>
    public static byte[] Lists(string column, IEnumerable<int[]> rows) => Lists(column, [.. rows.Select(row => row.Select(value => (int?)value).ToArray())]);

    /// <summary>Writes a column of pictures as Python's <c>datasets</c> does: bytes and path.</summary>
    public static byte[] Pictures(string column, IReadOnlyList<byte[]?> rows)
    {
        DataField<byte[]> bytes = new("bytes", true);
        DataField<string> path = new("path", true);
        return Write(new ParquetSchema(new StructField(column, bytes, path)), null, async group =>
        {
            await group.WriteAsync(bytes, rows.ToArray()!);
            await group.WriteAsync(path, rows.Select((_, i) => $"{i}.png").ToArray());
        });
    }

    private static byte[] Write(ParquetSchema schema, IReadOnlyDictionary<string, string>? metadata, Func<ParquetRowGroupWriter, Task> write)
    {
        using var stream = new MemoryStream();
        Task.Run(async () =>
        {
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream, null, append: false, CancellationToken.None);
            if (metadata is not null) writer.CustomMetadata = metadata;
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await write(group);
            group.CompleteValidate();
        }).GetAwaiter().GetResult();
        return stream.ToArray();
    }
}
