using System.Buffers.Binary;

namespace PixelGpt.Pictures;

/// <summary>Reads numbers in the headers of a file.</summary>
/// <param name="memory">The file.</param>
internal readonly struct FileBytes(ReadOnlyMemory<byte> memory)
{
    /// <summary>The file.</summary>
    public ReadOnlySpan<byte> Span => memory.Span;

    /// <summary>The length of the file.</summary>
    public int Length => memory.Length;

    /// <summary>Returns a part of the file.</summary>
    /// <exception cref="EndOfStreamException">The file is too short.</exception>
    public ReadOnlySpan<byte> Slice(long at, long length) =>
        at >= 0 && length >= 0 && length <= memory.Length && at <= memory.Length - length ? memory.Span.Slice((int)at, (int)length) : throw new EndOfStreamException();

    /// <summary>Returns a byte.</summary>
    /// <exception cref="EndOfStreamException">The file is too short.</exception>
    public byte Byte(long at) => Slice(at, 1)[0];

    /// <summary>Returns a little-endian number of 2 bytes.</summary>
    /// <exception cref="EndOfStreamException">The file is too short.</exception>
    public int Word(long at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(at, 2));

    /// <summary>Returns a big-endian number of 2 bytes.</summary>
    /// <exception cref="EndOfStreamException">The file is too short.</exception>
    public int BigWord(long at) => BinaryPrimitives.ReadUInt16BigEndian(Slice(at, 2));

    /// <summary>Returns a little-endian number of 3 bytes.</summary>
    /// <exception cref="EndOfStreamException">The file is too short.</exception>
    public int Triple(long at) => Word(at) | (Byte(at + 2) << 16);

    /// <summary>Returns a little-endian number of 4 bytes.</summary>
    /// <exception cref="EndOfStreamException">The file is too short.</exception>
    public uint Long(long at) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(at, 4));
}
