using System.Buffers.Binary;
using System.Text;

namespace PixelGpt.Formats.Protobuf;

/// <summary>
/// A message of protocol buffers (protobuf.dev/programming-guides/encoding) to be written: fields in the order in which they are
/// added. Nested messages and blocks of bytes are not copied, so that a message may be almost as large as the memory.
/// </summary>
internal sealed class ProtobufMessage
{
    private const int VarintType = 0, Fixed64Type = 1, LengthDelimitedType = 2, Fixed32Type = 5;

    private readonly List<Field> _fields = [];

    /// <summary>The number of bytes of the encoded message.</summary>
    public long Length => _fields.Sum(f => f.Prefix.Length + f.ContentLength);

    /// <summary>Adds an integer or an enumeration value.</summary>
    /// <param name="number">Number of the field.</param>
    /// <param name="value">The value.</param>
    /// <returns>This message.</returns>
    public ProtobufMessage Add(int number, long value)
    {
        using var bytes = new MemoryStream();
        WriteVarint(bytes, Tag(number, VarintType));
        WriteVarint(bytes, (ulong)value);
        return Add(new Field(bytes.ToArray(), default, null));
    }

    /// <summary>Adds a single-precision number.</summary>
    /// <param name="number">Number of the field.</param>
    /// <param name="value">The value.</param>
    /// <returns>This message.</returns>
    public ProtobufMessage Add(int number, float value)
    {
        byte[] bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return AddFixed(number, Fixed32Type, bytes);
    }

    /// <summary>Adds a double-precision number.</summary>
    /// <param name="number">Number of the field.</param>
    /// <param name="value">The value.</param>
    /// <returns>This message.</returns>
    public ProtobufMessage Add(int number, double value)
    {
        byte[] bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return AddFixed(number, Fixed64Type, bytes);
    }

    /// <summary>Adds a string.</summary>
    /// <param name="number">Number of the field.</param>
    /// <param name="value">The string.</param>
    /// <returns>This message.</returns>
    public ProtobufMessage Add(int number, string value) => Add(number, Encoding.UTF8.GetBytes(value));

    /// <summary>Adds bytes, which must not change until the message is written.</summary>
    /// <param name="number">Number of the field.</param>
    /// <param name="value">The bytes.</param>
    /// <returns>This message.</returns>
    public ProtobufMessage Add(int number, ReadOnlyMemory<byte> value) => Add(new Field(Prefix(number, value.Length), value, null));

    /// <summary>Adds a nested message, to which nothing must be added afterwards.</summary>
    /// <param name="number">Number of the field.</param>
    /// <param name="message">The message.</param>
    /// <returns>This message.</returns>
    public ProtobufMessage Add(int number, ProtobufMessage message) => Add(new Field(Prefix(number, message.Length), default, message));

    /// <summary>Writes the encoded message.</summary>
    /// <param name="stream">Stream to write to.</param>
    public void WriteTo(Stream stream)
    {
        foreach (Field field in _fields)
        {
            stream.Write(field.Prefix);
            stream.Write(field.Bytes.Span);
            field.Message?.WriteTo(stream);
        }
    }

    /// <summary>Returns the encoded message.</summary>
    public byte[] ToArray()
    {
        using var bytes = new MemoryStream();
        WriteTo(bytes);
        return bytes.ToArray();
    }

    private ProtobufMessage AddFixed(int number, int type, byte[] value)
    {
        using var prefix = new MemoryStream();
        WriteVarint(prefix, Tag(number, type));
        return Add(new Field(prefix.ToArray(), value, null));
    }

    private ProtobufMessage Add(Field field)
    {
        _fields.Add(field);
        return this;
    }

    private static byte[] Prefix(int number, long length)
    {
        using var bytes = new MemoryStream();
        WriteVarint(bytes, Tag(number, LengthDelimitedType));
        WriteVarint(bytes, (ulong)length);
        return bytes.ToArray();
    }

    private static ulong Tag(int number, int type) => ((ulong)number << 3) | (uint)type;

    private static void WriteVarint(Stream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7) stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }

    /// <summary>A field: its tag, with its value or the length of what follows; then bytes or a message, if any.</summary>
    private sealed record Field(byte[] Prefix, ReadOnlyMemory<byte> Bytes, ProtobufMessage? Message)
    {
        public long ContentLength { get; } = Bytes.Length + (Message?.Length ?? 0);
    }
}
