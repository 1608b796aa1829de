using System.Buffers.Binary;

namespace PixelGpt.Formats.Protobuf;

/// <summary>Reads the fields of one protobuf message in the order of the file. Nested messages are read with a reader of their own.</summary>
/// <param name="message">The bytes of the message.</param>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int MaxVarintBytes = 10;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;
    private WireType _type;

    /// <summary>The encodings of a field; groups, which are deprecated, are not supported.</summary>
    private enum WireType
    {
        Varint = 0,
        Fixed64 = 1,
        Bytes = 2,
        Fixed32 = 5,
    }

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>Whether the current field consists of bytes: a string, a nested message or packed numbers.</summary>
    public readonly bool IsBytes => _type == WireType.Bytes;

    /// <summary>Whether the message has no further fields or numbers.</summary>
    public readonly bool IsAtEnd => _position == _message.Length;

    /// <summary>Reads the number and the type of the next field. The value must then be read or skipped.</summary>
    /// <returns>False at the end of the message.</returns>
    /// <exception cref="InputException">The message is damaged.</exception>
    public bool Next()
    {
        if (IsAtEnd) return false;
        ulong tag = ReadVarint();
        (ulong field, _type) = (tag >> 3, (WireType)(tag & 7));
        if (field is 0 or > int.MaxValue) throw Damaged($"field number {field}");
        if (!Enum.IsDefined(_type)) throw Damaged($"wire type {(int)_type}");
        Field = (int)field;
        return true;
    }

    /// <summary>Reads a value of the varint type.</summary>
    /// <exception cref="InputException">The message is damaged, or the field has another type.</exception>
    public long ReadInt64()
    {
        Require(WireType.Varint);
        return (long)ReadVarint();
    }

    /// <summary>Reads a value of the type float.</summary>
    /// <exception cref="InputException">The message is damaged, or the field has another type.</exception>
    public float ReadFloat()
    {
        Require(WireType.Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));
    }

    /// <summary>Reads a string, a nested message or packed numbers.</summary>
    /// <exception cref="InputException">The message is damaged, or the field has another type.</exception>
    public ReadOnlySpan<byte> ReadBytes()
    {
        Require(WireType.Bytes);
        return Take(ReadVarint());
    }

    /// <summary>Adds the integers of a repeated field, packed or not.</summary>
    /// <param name="values">The list to add to.</param>
    /// <exception cref="InputException">The message is damaged, or the field has another type.</exception>
    public void ReadInt64s(List<long> values)
    {
        if (!IsBytes)
        {
            values.Add(ReadInt64());
            return;
        }

        for (var packed = new ProtobufReader(ReadBytes()); !packed.IsAtEnd;) values.Add((long)packed.ReadVarint());
    }

    /// <summary>Skips the value of the current field.</summary>
    /// <exception cref="InputException">The message is damaged.</exception>
    public void Skip()
    {
        if (_type == WireType.Varint) _ = ReadVarint();
        else _ = Take(_type == WireType.Bytes ? ReadVarint() : _type == WireType.Fixed64 ? 8UL : 4UL);
    }

    private static InputException Damaged(string what) => new($"damaged protobuf message: {what}");

    private readonly void Require(WireType type)
    {
        if (_type != type) throw Damaged($"field {Field} has the wire type {_type}, expected {type}");
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int i = 0; i < MaxVarintBytes; i++)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80) return value;
        }

        throw Damaged($"a number of more than {MaxVarintBytes} bytes");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        int rest = _message.Length - _position;
        if (length > (ulong)rest) throw Damaged($"{length} bytes expected, but only {rest} follow");
        _position += (int)length;
        return _message.Slice(_position - (int)length, (int)length);
    }
}
