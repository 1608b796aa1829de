namespace PixelGpt.Parquet.Reading;

/// <summary>
/// Walks over a structure in Thrift's compact protocol (thrift-compact-protocol.md) without building it, and checks what a library
/// takes for granted: the kinds of known fields, the depth, the lengths of lists and texts, and that everything is inside the bytes.
/// </summary>
/// <param name="bytes">The bytes; a structure may end before them.</param>
/// <param name="start">Where the structure begins.</param>
internal ref struct ThriftWalker(ReadOnlySpan<byte> bytes, int start)
{
    private const int MaxDepth = 16;
    private const int MaxElements = 1 << 20;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _elements;

    /// <summary>The position after what was read.</summary>
    public int Position { get; private set; } = start;

    /// <summary>Walks over a structure.</summary>
    /// <param name="shape">What the structure must be.</param>
    /// <param name="visit">Receives each integer, with the field ids that lead to it, and the end of each structure in a list, without a value.</param>
    /// <exception cref="InvalidDataException">The structure is damaged or exceeds a limit.</exception>
    public void Walk(ThriftShape shape, Action<ReadOnlySpan<int>, long?> visit)
    {
        Span<int> path = stackalloc int[MaxDepth];
        Struct(shape, path, 0, visit);
    }

    private void Struct(ThriftShape? shape, scoped Span<int> path, int depth, Action<ReadOnlySpan<int>, long?> visit)
    {
        if (depth == MaxDepth) throw new InvalidDataException("the metadata is nested too deeply");
        int field = 0;
        while (Next() is not 0 and var header)
        {
            // A field id has 16 bits.
            field = (short)(header >> 4 == 0 ? ZigZag() : field + (header >> 4));
            path[depth] = field;
            Value((ThriftKind)(header & 15), shape?.Fields?.GetValueOrDefault(field), path, depth, visit);
        }
    }

    private void Value(ThriftKind kind, ThriftShape? shape, scoped Span<int> path, int depth, Action<ReadOnlySpan<int>, long?> visit)
    {
        if (shape?.Accepts(kind) == false) throw new InvalidDataException("the metadata has a value of another type than expected");
        switch (kind)
        {
            case ThriftKind.True or ThriftKind.False: break;
            case ThriftKind.Byte: Skip(1); break;
            case ThriftKind.Int16 or ThriftKind.Int32 or ThriftKind.Int64:
                long value = ZigZag();
                visit(path[..(depth + 1)], value);
                break;
            case ThriftKind.Double: Skip(8); break;
            case ThriftKind.Uuid: Skip(16); break;
            case ThriftKind.Binary: Skip(Length()); break;
            case ThriftKind.List: List(shape?.Element, path, depth, visit); break;
            case ThriftKind.Struct: Struct(shape, path, depth + 1, visit); break;

            // Parquet has no sets and maps.
            default: throw new InvalidDataException("the metadata has a value of an unknown type");
        }
    }

    private void List(ThriftShape? shape, scoped Span<int> path, int depth, Action<ReadOnlySpan<int>, long?> visit)
    {
        byte header = Next();
        int count = header >> 4 == 15 ? Length() : header >> 4;
        var kind = (ThriftKind)(header & 15);
        if (count > _bytes.Length - Position || (_elements += count) > MaxElements) throw new InvalidDataException("the metadata has a list that is too long");

        // The metadata of a file has neither lists of truth values nor lists of lists.
        if (kind is ThriftKind.True or ThriftKind.False or ThriftKind.List || shape?.Accepts(kind) == false) throw new InvalidDataException("the metadata has a list of another type than expected");
        for (int i = 0; i < count; i++)
        {
            Value(kind, shape, path, depth, visit);
            if (kind == ThriftKind.Struct) visit(path[..(depth + 1)], null);
        }
    }

    private byte Next() => Position < _bytes.Length ? _bytes[Position++] : throw new InvalidDataException("the metadata is truncated");

    private void Skip(int count) => Position = count <= _bytes.Length - Position ? Position + count : throw new InvalidDataException("the metadata is truncated");

    private int Length() => VarInt() is <= int.MaxValue and var value ? (int)value : throw new InvalidDataException("the metadata has a length that is too large");

    private long ZigZag()
    {
        ulong value = VarInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong VarInt()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Next();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new InvalidDataException("the metadata has a number that is too long");
    }
}
