namespace PixelGpt.Parquet.Reading;

/// <summary>The kinds of values in Thrift's compact protocol.</summary>
internal enum ThriftKind : byte
{
    /// <summary>The end of a structure.</summary>
    Stop,

    /// <summary>The truth value true.</summary>
    True,

    /// <summary>The truth value false.</summary>
    False,

    /// <summary>An integer of one byte.</summary>
    Byte,

    /// <summary>An integer of at most 16 bits.</summary>
    Int16,

    /// <summary>An integer of at most 32 bits.</summary>
    Int32,

    /// <summary>An integer of at most 64 bits.</summary>
    Int64,

    /// <summary>A number of 8 bytes.</summary>
    Double,

    /// <summary>Bytes or text.</summary>
    Binary,

    /// <summary>A list.</summary>
    List,

    /// <summary>A set.</summary>
    Set,

    /// <summary>Pairs of keys and values.</summary>
    Map,

    /// <summary>A structure.</summary>
    Struct,

    /// <summary>A number of 16 bytes.</summary>
    Uuid,
}
