using System.Buffers.Binary;
using System.IO.Compression;
using Parquet.Meta;
using PixelGpt.Data;

namespace PixelGpt.Parquet.Reading;

/// <summary>
/// Checks the structure of a parquet file (github.com/apache/parquet-format) before a library reads it: that it cannot make the
/// library recurse without end, or allocate much more memory than the file has bytes.
/// </summary>
internal static class ParquetLayout
{
    private const int MaxFooterBytes = 1 << 24;
    private const int MaxSchemaElements = 10_000;
    private const int MaxSchemaDepth = 32;
    private const int MaxPageBytes = 1 << 28;

    /// <summary>Pages of a column chunk that can be compressed by more than this are not pixels.</summary>
    private const long MaxRatio = 1 << 12;

    private const int DataPage = 0;
    private const int DictionaryPage = 2;

    private static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <summary>Checks the footer: its length and its metadata.</summary>
    /// <param name="file">The whole file.</param>
    /// <exception cref="InvalidDataException">The file is not a parquet file, is damaged, or exceeds a limit.</exception>
    public static void CheckFooter(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file.StartsWith(Magic)) throw new InvalidDataException("it does not begin with 'PAR1', as a parquet file does");
        if (file.EndsWith("PARE"u8)) throw new InvalidDataException("it is encrypted, which is not supported");
        if (!file.EndsWith(Magic)) throw new InvalidDataException("it does not end with 'PAR1'; the file is truncated");
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(file[^8..]);
        if (length > file.Length - 12 || length > MaxFooterBytes) throw new InvalidDataException("the length of its metadata is wrong");
        var schema = new List<int>();
        int children = 0;
        new ThriftWalker(file[..^8], file.Length - 8 - (int)length).Walk(ThriftShape.FileMetaData, (path, value) =>
        {
            // FileMetaData.schema is field 2, SchemaElement.num_children field 5.
            if (path is [2, 5] && value is { } count) children = count is >= 0 and <= MaxSchemaElements ? (int)count : throw new InvalidDataException("the schema has too many columns");
            if (path is not [2] || value is not null) return;
            schema.Add(children);
            children = 0;
            if (schema.Count > MaxSchemaElements) throw new InvalidDataException("the schema has too many columns");
        });
        CheckSchema(schema);
    }

    /// <summary>Checks the pages of a column chunk.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="start">Position of the first page.</param>
    /// <param name="values">Number of values that the chunk declares.</param>
    /// <param name="codec">How the pages are compressed.</param>
    /// <returns>The position after the last page.</returns>
    /// <exception cref="InvalidDataException">A page is outside of the file, or has or decompresses to too much.</exception>
    public static long CheckPages(ReadOnlySpan<byte> file, long start, long values, CompressionCodec codec)
    {
        // Values of one bit that repeat take no space, so the file size alone does not limit their number.
        if (values < 0 || values > Math.Min(DatasetLimits.MaxPixels, (1L << 20) + (MaxRatio * file.Length))) throw new InvalidDataException("the number of values is too large");
        long seen = 0, total = 0, at = start;
        while (seen < values)
        {
            if (at < 0 || at >= file.Length) throw new InvalidDataException("a page is outside of the file");
            long type = -1, uncompressed = -1, compressed = -1, count = -1, entries = -1;
            var walker = new ThriftWalker(file, (int)at);
            walker.Walk(ThriftShape.PageHeader, (path, value) =>
            {
                switch (path)
                {
                    case [1]: type = value ?? -1; break;
                    case [2]: uncompressed = value ?? -1; break;
                    case [3]: compressed = value ?? -1; break;
                    case [5, 1]: count = value ?? -1; break;
                    case [8, 1]: throw new NotSupportedException("it has data pages of version 2, which are not supported; write it with version 1, the default of Python's datasets and pyarrow");
                    case [7, 1]: entries = value ?? -1; break;
                }
            });

            // The library does not step over pages of other kinds, and takes what is in them for the next header.
            bool isDictionary = type == DictionaryPage && at == start;
            if (isDictionary ? entries < 0 || entries > values + 1 || count >= 0 : type != DataPage || count < 0) throw new InvalidDataException("a page has an unexpected header");
            int data = walker.Position;
            at = data + compressed;
            total += uncompressed;
            bool isSized = compressed >= 0 && at <= file.Length && uncompressed is >= 0 and <= MaxPageBytes && uncompressed <= (1 << 16) + (MaxRatio * compressed) && total <= 4L * MaxPageBytes;
            if (isSized) CheckCompressed(file.Slice(data, (int)compressed), uncompressed, codec);
            if (!isSized || (seen += Math.Max(0, count)) > values) throw new InvalidDataException("the sizes of a page are wrong");
        }

        return at;
    }

    /// <summary>Checks that a page does not decompress to more than it declares, for the methods whose library does not check it.</summary>
    private static void CheckCompressed(ReadOnlySpan<byte> page, long uncompressed, CompressionCodec codec)
    {
        switch (codec)
        {
            case CompressionCodec.SNAPPY:
                // The length at the beginning of a Snappy block is what its decoder allocates (format_description.txt).
                long length = 0;
                for (int i = 0; i < Math.Min(page.Length, 5); i++)
                {
                    length |= (long)(page[i] & 0x7F) << (7 * i);
                    if (page[i] < 0x80) break;
                }

                if (length != uncompressed) throw new InvalidDataException("the sizes of a page are wrong");
                break;
            case CompressionCodec.GZIP or CompressionCodec.BROTLI:
                using (var compressed = new MemoryStream(page.ToArray(), writable: false))
                using (Stream stream = codec == CompressionCodec.GZIP ? new GZipStream(compressed, CompressionMode.Decompress) : new BrotliStream(compressed, CompressionMode.Decompress))
                {
                    byte[] buffer = new byte[1 << 12];
                    long seen = 0;
                    for (int read; (read = stream.Read(buffer)) > 0;)
                    {
                        if ((seen += read) > uncompressed) throw new InvalidDataException("the sizes of a page are wrong");
                    }
                }

                break;
        }
    }

    private static void CheckSchema(List<int> children)
    {
        // The schema is a tree in depth-first order; each open group has a number of children that are still missing.
        var open = new Stack<int>();
        for (int i = 0; i < children.Count; i++)
        {
            if (i > 0 && open.Count == 0) throw new InvalidDataException("the schema is damaged");
            if (open.TryPop(out int left) && left > 1) open.Push(left - 1);
            if (children[i] > 0) open.Push(children[i]);
            if (open.Count > MaxSchemaDepth) throw new InvalidDataException("the schema is nested too deeply");
        }

        if (children.Count == 0 || open.Count > 0) throw new InvalidDataException("the schema is damaged");
    }
}
