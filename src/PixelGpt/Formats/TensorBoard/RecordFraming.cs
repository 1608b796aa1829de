using System.Buffers.Binary;
using PixelGpt.IO;

namespace PixelGpt.Formats.TensorBoard;

/// <summary>
/// Reads and writes the records of a TFRecord file. A record is its length (8 bytes), a masked CRC-32C of these bytes, the content, and
/// a masked CRC-32C of the content; all numbers are little-endian.
/// </summary>
internal static class RecordFraming
{
    private const int HeaderLength = sizeof(ulong) + sizeof(uint);

    /// <summary>Longer records are taken for damaged; those of this program are much shorter.</summary>
    private const int MaxContentLength = 1 << 26;

    /// <summary>Writes a record.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[sizeof(ulong)..], MaskedChecksum(header[..sizeof(ulong)]));
        Span<byte> footer = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, MaskedChecksum(content));
        stream.Write(header);
        stream.Write(content);
        stream.Write(footer);
    }

    /// <summary>Reads the record at the position of the stream.</summary>
    /// <returns>The content; null at the end of the stream, or if the rest is not an intact record.</returns>
    public static byte[]? Read(Stream stream)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength) return null;
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header);
        if (length > MaxContentLength || MaskedChecksum(header[..sizeof(ulong)]) != BinaryPrimitives.ReadUInt32LittleEndian(header[sizeof(ulong)..])) return null;
        byte[] content = new byte[(int)length + sizeof(uint)];
        if (stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) < content.Length) return null;
        uint checksum = BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan((int)length));
        Array.Resize(ref content, (int)length);
        return MaskedChecksum(content) == checksum ? content : null;
    }

    /// <summary>Computes a checksum that is rotated and offset, as the format requires.</summary>
    private static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = Crc32C.Of(bytes);
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }
}
