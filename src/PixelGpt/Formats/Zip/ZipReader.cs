using System.Buffers.Binary;
using System.IO.Compression;
using PixelGpt.IO;

namespace PixelGpt.Formats.Zip;

/// <summary>
/// Reads a zip archive from strangers: no two entries may share a byte (Fifield 2019, "A better zip bomb") or a name,
/// none may unpack to more than it says, and each content must have its CRC. Entries are named, never written anywhere.
/// </summary>
internal sealed class ZipReader
{
    /// <summary>Deflate packs no more than this many bytes into one.</summary>
    public const int MaxDeflateRatio = 1032;

    private const int HeaderLength = 30;
    private const uint HeaderSignature = 0x04034B50;

    private readonly InputBytes _bytes;
    private readonly string _path;
    private readonly Dictionary<string, (ZipEntry Entry, long Begin)> _entries = new(StringComparer.Ordinal);

    /// <summary>Reads the directory of an archive, and where each entry's bytes are.</summary>
    /// <param name="bytes">The archive; it stays the caller's.</param>
    /// <param name="path">Its name in errors.</param>
    /// <exception cref="InputException">It is no sound zip archive.</exception>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public ZipReader(InputBytes bytes, string path)
    {
        (_bytes, _path) = (bytes, path);
        ZipDirectory directory = ZipDirectory.Read(bytes, path);
        Comment = directory.Comment;
        Entries = directory.Entries;
        long end = 0;
        foreach (ZipEntry entry in directory.Entries.OrderBy(e => e.Begin))
        {
            long begin = ContentBegin(entry);
            if (entry.Begin < end) throw Damaged(entry, "shares bytes with another");
            end = begin + entry.PackedLength;
            if (end > directory.Begin) throw Damaged(entry, "lies outside the file");
            if (!_entries.TryAdd(entry.Name, (entry, begin))) throw Damaged(entry, "stands twice in it");
        }
    }

    /// <summary>The archive's comment.</summary>
    public string Comment { get; }

    /// <summary>The entries, in the archive's order.</summary>
    public IReadOnlyList<ZipEntry> Entries { get; }

    /// <summary>The entry of a name, or null.</summary>
    public ZipEntry? Find(string name) => _entries.TryGetValue(name, out (ZipEntry Entry, long Begin) found) ? found.Entry : null;

    /// <summary>An entry's content, unpacked. It has been told how long that is: who must not have so much asks before.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public byte[] Read(ZipEntry entry)
    {
        if (entry.Length > Array.MaxLength || entry.PackedLength > Array.MaxLength) throw Damaged(entry, $"has {entry.Length} bytes, too many to be read");
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
            return read == content.Length && inflater.ReadByte() < 0 ? content : throw Damaged(entry, "unpacks to another length than it says");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Damaged(entry, "cannot be unpacked");
        }
    }

    private long ContentBegin(ZipEntry entry)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        _bytes.Read(entry.Begin, header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != HeaderSignature) throw Damaged(entry, "is not where the directory says");
        return entry.Begin + HeaderLength + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
    }

    private InputException Damaged(ZipEntry entry, string what) => new($"{_path}: the archive is damaged: '{Excerpt.Of(entry.Name)}' {what}");
}
