using System.Buffers.Binary;
using System.IO.Compression;
using PixelGpt.IO;

namespace PixelGpt.Formats.Zip;

/// <summary>
/// Reads untrusted zip archives. Entries must not overlap (Fifield 2019, "A better zip bomb") or have the same name, must
/// decompress to exactly their declared length, and must match their CRC. No entry is ever extracted to disk.
/// </summary>
internal sealed class ZipReader
{
    private const int HeaderLength = 30;
    private const uint HeaderSignature = 0x04034B50;

    private readonly ByteSource _bytes;
    private readonly string _path;
    private readonly Dictionary<string, (ZipEntry Entry, long Begin)> _entries = new(StringComparer.Ordinal);

    /// <summary>Reads the directory of an archive and locates the content of each entry.</summary>
    /// <param name="bytes">The archive. The caller disposes it.</param>
    /// <param name="path">Name used in error messages.</param>
    /// <exception cref="InputException">The file is not a zip archive or is damaged.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public ZipReader(ByteSource bytes, string path)
    {
        (_bytes, _path) = (bytes, path);
        ZipDirectory directory = ZipDirectory.Read(bytes, path);
        Comment = directory.Comment;
        Entries = directory.Entries;
        long end = 0;
        foreach (ZipEntry entry in directory.Entries.OrderBy(e => e.Begin))
        {
            long begin = ContentBegin(entry);
            if (entry.Begin < end) throw Damaged(entry, "overlaps another entry");
            end = begin + entry.PackedLength;
            if (end > directory.Begin) throw Damaged(entry, "is outside the file");
            if (!_entries.TryAdd(entry.Name, (entry, begin))) throw Damaged(entry, "occurs twice");
        }
    }

    /// <summary>The comment of the archive.</summary>
    public string Comment { get; }

    /// <summary>The entries in directory order.</summary>
    public IReadOnlyList<ZipEntry> Entries { get; }

    /// <summary>Returns the entry with a name, or null.</summary>
    public ZipEntry? Find(string name) => _entries.TryGetValue(name, out (ZipEntry Entry, long Begin) found) ? found.Entry : null;

    /// <summary>Reads and decompresses an entry. Callers with a memory limit check <see cref="ZipEntry.Length"/> first.</summary>
    /// <exception cref="InputException">The entry is damaged.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public byte[] Read(ZipEntry entry)
    {
        if (entry.Length > Array.MaxLength || entry.PackedLength > Array.MaxLength) throw Damaged(entry, $"has {entry.Length} bytes, more than an array can hold");
        byte[] packed = _bytes.Read(_entries[entry.Name].Begin, (int)entry.PackedLength);
        byte[] content = entry.IsDeflated ? Inflate(entry, packed) : packed;
        return Crc32.Append(0, content) == entry.Crc ? content : throw Damaged(entry, "fails its CRC check");
    }

    private byte[] Inflate(ZipEntry entry, byte[] packed)
    {
        byte[] content = new byte[entry.Length];
        try
        {
            using var inflater = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
            int read = inflater.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return read == content.Length && inflater.ReadByte() < 0 ? content : throw Damaged(entry, "decompresses to a length other than the declared one");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Damaged(entry, "cannot be decompressed");
        }
    }

    private long ContentBegin(ZipEntry entry)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        _bytes.Read(entry.Begin, header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != HeaderSignature) throw Damaged(entry, "is not at the offset that the directory states");
        return entry.Begin + HeaderLength + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
    }

    private InputException Damaged(ZipEntry entry, string what) => new($"{_path}: the archive is damaged: '{Excerpt.Of(entry.Name)}' {what}");
}
