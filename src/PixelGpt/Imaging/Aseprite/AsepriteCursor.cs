using System.Buffers.Binary;
using System.Text;

namespace PixelGpt.Imaging.Aseprite;

/// <summary>Reads the little-endian fields of a header or a chunk one after the other.</summary>
/// <param name="bytes">The bytes of the header or chunk.</param>
/// <param name="name">Name of the file in error messages.</param>
/// <param name="place">What the bytes are, such as <c>chunk 0x2005 at byte 256</c>.</param>
internal sealed class AsepriteCursor(ReadOnlyMemory<byte> bytes, string name, string place)
{
    private int _at;

    /// <summary>The bytes that have not been read.</summary>
    public ReadOnlyMemory<byte> Rest => bytes[_at..];

    /// <summary>Reads a BYTE.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>Reads a WORD.</summary>
    public int Word() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    /// <summary>Reads a SHORT.</summary>
    public int Short() => BinaryPrimitives.ReadInt16LittleEndian(Take(2));

    /// <summary>Reads a DWORD.</summary>
    public uint Dword() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>Reads a STRING.</summary>
    public string Text() => Encoding.UTF8.GetString(Take(Word()));

    /// <summary>Skips bytes.</summary>
    public void Skip(int count) => Take(count);

    /// <summary>Reads a number of bytes.</summary>
    public ReadOnlyMemory<byte> Bytes(uint count)
    {
        if (count > (uint)(bytes.Length - _at)) throw Error($"{count} bytes are expected, but only {bytes.Length - _at} are left");
        _at += (int)count;
        return bytes.Slice(_at - (int)count, (int)count);
    }

    /// <summary>Creates the exception for damage.</summary>
    public InputException Error(string what, Exception? inner = null) => new($"{name}: unreadable Aseprite file: {place}: {what}; save or copy the file again", inner);

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - _at) throw Error("it ends too early");
        _at += count;
        return bytes.Span.Slice(_at - count, count);
    }
}
