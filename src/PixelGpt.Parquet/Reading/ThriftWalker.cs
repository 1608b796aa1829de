namespace PixelGpt.Parquet.Reading;

/// <summary>
/// Walks over a structure in Thrift's compact protocol (thrift-compact-protocol.md) without building it, and checks what a library
/// would allocate or recurse for: the depth, the lengths of lists and texts, and that everything is inside the bytes.
/// </summary>
/// <param name="bytes">The bytes; a structure may end before them.</param>
/// <param name="start">Where the structure begins.</param>
internal ref struct ThriftWalker(ReadOnlySpan<byte> bytes, int start)
{
    private const int MaxDepth = 16;
    private const int MaxElements = 1 << 20;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _elements;

    private enum Kind : byte
    {
        Stop, True, False, Byte, Int16, Int32, Int64, Double, Binary, List, Set, Map, Struct, Uuid
    }

    /// <summary>The position after what was read.</summary>
    public int Position { get; private set; } = start;

    /// <summary>Walks over a structure.</summary>
    /// <param name="visit">Receives each integer, with the field ids that lead to it, and the end of each structure in a list, without a value.</param>
    /// <exception cref="InvalidDataException">The structure is damaged or exceeds a limit.</exception>
    public void Walk(Action<ReadOnlySpan<int>, long?> visit)
    {
        Span<int> path = stackalloc int[MaxDepth];
        Struct(path, 0, visit);
    }

    private void Struct(scoped Span<int> path, int depth, Action<ReadOnlySpan<int>, long?> visit)
    {
        if (depth == MaxDepth) throw new InvalidDataException("the metadata is nested too deeply");
        int field = 0;
        while (Next() is not 0 and var header)
        {
            int delta = header >> 4;
            field = delta == 0 ? (int)ZigZag() : field + delta;
            path[depth] = field;
            Value((Kind)(header & 15), path, depth, visit, isElement: false);
        }
    }

    private void Value(Kind kind, scoped Span<int> path, int depth, Action<ReadOnlySpan<int>, long?> visit, bool isElement)
    {
        switch (kind)
        {
            case Kind.True or Kind.False:
                if (isElement) Skip(1);
                break;
            case Kind.Byte: Skip(1); break;
            case Kind.Int16 or Kind.Int32 or Kind.Int64:
                long value = ZigZag();
                visit(path[..(depth + 1)], value);
                break;
            case Kind.Double: Skip(8); break;
            case Kind.Uuid: Skip(16); break;
            case Kind.Binary: Skip(Length()); break;
            case Kind.List or Kind.Set:
                byte header = Next();
                int count = header >> 4 == 15 ? Length() : header >> 4;
                Elements(count, (Kind)(header & 15), path, depth, visit);
                break;
            case Kind.Map:
                int pairs = Length();
                if (pairs == 0) break;
                byte kinds = Next();
                for (int i = 0; i < pairs; i++)
                {
                    Elements(1, (Kind)(kinds >> 4), path, depth, visit);
                    Elements(1, (Kind)(kinds & 15), path, depth, visit);
                }

                break;
            case Kind.Struct: Struct(path, depth + 1, visit); break;
            default: throw new InvalidDataException("the metadata has an unknown type");
        }
    }

    private void Elements(int count, Kind kind, scoped Span<int> path, int depth, Action<ReadOnlySpan<int>, long?> visit)
    {
        if (count > _bytes.Length - Position || (_elements += count) > MaxElements) throw new InvalidDataException("the metadata has a list that is too long");
        for (int i = 0; i < count; i++)
        {
            if (kind is Kind.List or Kind.Set or Kind.Map && depth + 1 == MaxDepth) throw new InvalidDataException("the metadata is nested too deeply");
            Value(kind, path, kind is Kind.List or Kind.Set or Kind.Map ? depth + 1 : depth, visit, isElement: true);
            if (kind == Kind.Struct) visit(path[..(depth + 1)], null);
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
