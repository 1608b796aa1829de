using System.Buffers.Binary;
using System.Text;
using PixelGpt.IO;

namespace PixelGpt.Formats.Zip;

/// <summary>
/// Finds and reads the central directory of a zip archive (APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16), including zip64. All
/// numbers are checked against the length of the archive.
/// </summary>
internal sealed class ZipDirectory
{
    /// <summary>Maximum number of entries; more than any model has tensors.</summary>
    public const int MaxEntries = 100_000;

    private const int MaxLength = 1 << 25;
    private const int EndLength = 22;
    private const int LocatorLength = 20;
    private const int End64Length = 56;
    private const int EntryLength = 46;
    private const uint EndSignature = 0x06054B50;
    private const uint LocatorSignature = 0x07064B50;
    private const uint End64Signature = 0x06064B50;
    private const uint EntrySignature = 0x02014B50;
    private const ushort Zip64Extra = 1;

    private readonly ByteSource _bytes;
    private readonly string _path;

    private ZipDirectory(ByteSource bytes, string path)
    {
        (_bytes, _path) = (bytes, path);
        byte[] tail = bytes.Read(Math.Max(0, bytes.Length - EndLength - ushort.MaxValue), (int)Math.Min(bytes.Length, EndLength + ushort.MaxValue));
        int at = FindEnd(tail);
        Comment = Encoding.UTF8.GetString(tail.AsSpan(at + EndLength));
        ReadEnd(tail.AsSpan(at, EndLength), bytes.Length - tail.Length + at);
    }

    /// <summary>Offset of the directory, where the entries end.</summary>
    public long Begin { get; private set; }

    /// <summary>The comment of the archive.</summary>
    public string Comment { get; }

    /// <summary>The entries in directory order.</summary>
    public List<ZipEntry> Entries { get; } = [];

    /// <summary>Reads the directory of an archive.</summary>
    /// <param name="bytes">The archive.</param>
    /// <param name="path">Name used in error messages.</param>
    /// <exception cref="InputException">The file is not a zip archive, or its directory is damaged.</exception>
    public static ZipDirectory Read(ByteSource bytes, string path) => new(bytes, path);

    /// <summary>Finds the end record. Only a comment, whose length the record states, may follow it.</summary>
    private int FindEnd(byte[] tail)
    {
        for (int at = tail.Length - EndLength; at >= 0; at--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) == EndSignature && at + EndLength + BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 20)) == tail.Length) return at;
        }

        throw Damaged("the end record is missing");
    }

    private void ReadEnd(ReadOnlySpan<byte> end, long at)
    {
        ulong count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), length = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), begin = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (FindEnd64(at) is { } end64)
        {
            if (count == ushort.MaxValue) count = BinaryPrimitives.ReadUInt64LittleEndian(end64.AsSpan(32));
            if (length == uint.MaxValue) length = BinaryPrimitives.ReadUInt64LittleEndian(end64.AsSpan(40));
            if (begin == uint.MaxValue) begin = BinaryPrimitives.ReadUInt64LittleEndian(end64.AsSpan(48));
        }

        if (begin > (ulong)at || length > (ulong)at - begin) throw Damaged("the directory is outside the file");
        if (count > MaxEntries || length > MaxLength) throw Damaged($"the directory has {count} entries in {length} bytes; the maximum is {MaxEntries} entries in {MaxLength} bytes");
        Begin = (long)begin;
        ReadEntries(_bytes.Read(Begin, (int)length), (int)count);
    }

    private byte[]? FindEnd64(long end)
    {
        if (end < LocatorLength) return null;
        byte[] locator = _bytes.Read(end - LocatorLength, LocatorLength);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != LocatorSignature) return null;
        ulong at = BinaryPrimitives.ReadUInt64LittleEndian(locator.AsSpan(8));
        if (at > (ulong)end || (ulong)end - at < End64Length) throw Damaged("the zip64 end record is outside the file");
        byte[] end64 = _bytes.Read((long)at, End64Length);
        return BinaryPrimitives.ReadUInt32LittleEndian(end64) == End64Signature ? end64 : throw Damaged("the zip64 end record is missing");
    }

    private void ReadEntries(ReadOnlySpan<byte> directory, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (directory.Length < EntryLength || BinaryPrimitives.ReadUInt32LittleEndian(directory) != EntrySignature) throw Damaged($"entry {i} of {count} is missing from the directory");
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]), extraLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[30..]);
            int whole = EntryLength + nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
            if (directory.Length < whole) throw Damaged($"entry {i} of {count} is truncated in the directory");
            Entries.Add(ReadEntry(directory, Encoding.UTF8.GetString(directory.Slice(EntryLength, nameLength)), directory.Slice(EntryLength + nameLength, extraLength)));
            directory = directory[whole..];
        }
    }

    private ZipEntry ReadEntry(ReadOnlySpan<byte> fields, string name, ReadOnlySpan<byte> extra)
    {
        int flags = BinaryPrimitives.ReadUInt16LittleEndian(fields[8..]), method = BinaryPrimitives.ReadUInt16LittleEndian(fields[10..]);
        if ((flags & 1) != 0) throw Damaged($"'{Excerpt.Of(name)}' is encrypted, which is not supported");
        if (method is not (0 or 8)) throw Damaged($"'{Excerpt.Of(name)}' uses compression method {method}, which is not supported");
        ulong packed = BinaryPrimitives.ReadUInt32LittleEndian(fields[20..]), length = BinaryPrimitives.ReadUInt32LittleEndian(fields[24..]), begin = BinaryPrimitives.ReadUInt32LittleEndian(fields[42..]);
        ReadOnlySpan<byte> long64 = Zip64(extra);
        Widen(ref length, ref long64);
        Widen(ref packed, ref long64);
        Widen(ref begin, ref long64);
        if (length > long.MaxValue || packed > (ulong)Begin || begin > (ulong)Begin) throw Damaged($"'{Excerpt.Of(name)}' is outside the file");
        if (method == 0 ? length != packed : length / Deflate.MaxRatio > packed)
            throw Damaged($"'{Excerpt.Of(name)}' declares {length} bytes, which {packed} compressed bytes cannot hold");
        return new ZipEntry(name, method == 8, BinaryPrimitives.ReadUInt32LittleEndian(fields[16..]), (long)packed, (long)length, (long)begin);
    }

    /// <summary>Replaces a 32-bit value of 0xFFFFFFFF by the next 64-bit value of the zip64 field.</summary>
    private void Widen(ref ulong value, ref ReadOnlySpan<byte> long64)
    {
        if (value != uint.MaxValue) return;
        if (long64.Length < 8) throw Damaged("a zip64 field is truncated");
        value = BinaryPrimitives.ReadUInt64LittleEndian(long64);
        long64 = long64[8..];
    }

    private static ReadOnlySpan<byte> Zip64(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra), length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            extra = extra[4..];
            if (length > extra.Length) break;
            if (id == Zip64Extra) return extra[..length];
            extra = extra[length..];
        }

        return default;
    }

    private InputException Damaged(string what) => new($"{_path}: not a zip archive, or damaged: {what}");
}
