namespace PixelGpt.Parquet.Reading;

/// <summary>What a value in Thrift's compact protocol must be.</summary>
/// <param name="Kind">The kind of the value.</param>
internal sealed record ThriftShape(ThriftKind Kind)
{
    private static readonly ThriftShape Number = new(ThriftKind.Int32), Text = new(ThriftKind.Binary), Flag = new(ThriftKind.True), Small = new(ThriftKind.Byte), Real = new(ThriftKind.Double);
    private static readonly ThriftShape Empty = Struct();
    private static readonly ThriftShape Statistics = Struct((1, Text), (2, Text), (3, Number), (4, Number), (5, Text), (6, Text), (7, Flag), (8, Flag));
    private static readonly ThriftShape KeyValue = Struct((1, Text), (2, Text));
    private static readonly ThriftShape TimeType = Struct((1, Flag), (2, Struct((1, Empty), (2, Empty), (3, Empty))));
    private static readonly ThriftShape LogicalType = Struct(
        (1, Empty), (2, Empty), (3, Empty), (4, Empty), (5, Struct((1, Number), (2, Number))), (6, Empty), (7, TimeType), (8, TimeType), (10, Struct((1, Small), (2, Flag))),
        (11, Empty), (12, Empty), (13, Empty), (14, Empty), (15, Empty), (16, Struct((1, Small))), (17, Struct((1, Text))), (18, Struct((1, Text), (2, Number))));

    private static readonly ThriftShape SchemaElement = Struct((1, Number), (2, Number), (3, Number), (4, Text), (5, Number), (6, Number), (7, Number), (8, Number), (9, Number), (10, LogicalType));
    private static readonly ThriftShape ColumnMetaData = Struct(
        (1, Number), (2, List(Number)), (3, List(Text)), (4, Number), (5, Number), (6, Number), (7, Number), (8, List(KeyValue)), (9, Number), (10, Number), (11, Number), (12, Statistics),
        (13, List(Struct((1, Number), (2, Number), (3, Number)))), (14, Number), (15, Number), (16, Struct((1, Number), (2, List(Number)), (3, List(Number)))),
        (17, Struct((1, Struct([.. Enumerable.Range(1, 8).Select(i => (i, Real))])), (2, List(Number)))));

    private static readonly ThriftShape ColumnChunk = Struct(
        (1, Text), (2, Number), (3, ColumnMetaData), (4, Number), (5, Number), (6, Number), (7, Number), (8, Struct((1, Empty), (2, Struct((1, List(Text)), (2, Text))))), (9, Text));

    private static readonly ThriftShape RowGroup = Struct((1, List(ColumnChunk)), (2, Number), (3, Number), (4, List(Struct((1, Number), (2, Flag), (3, Flag)))), (5, Number), (6, Number), (7, Number));
    private static readonly ThriftShape Encryption = Struct((1, Text), (2, Text), (3, Flag));

    /// <summary>The metadata of a file (<c>FileMetaData</c> in parquet.thrift).</summary>
    public static ThriftShape FileMetaData { get; } = Struct(
        (1, Number), (2, List(SchemaElement)), (3, Number), (4, List(RowGroup)), (5, List(KeyValue)), (6, Text), (7, List(Struct((1, Empty)))), (8, Struct((1, Encryption), (2, Encryption))), (9, Text));

    /// <summary>The header of a page (<c>PageHeader</c> in parquet.thrift).</summary>
    public static ThriftShape PageHeader { get; } = Struct(
        (1, Number), (2, Number), (3, Number), (4, Number), (5, Struct((1, Number), (2, Number), (3, Number), (4, Number), (5, Statistics))), (6, Empty), (7, Struct((1, Number), (2, Number), (3, Flag))),
        (8, Struct((1, Number), (2, Number), (3, Number), (4, Number), (5, Number), (6, Number), (7, Flag), (8, Statistics))));

    /// <summary>The fields of a structure that are known.</summary>
    public IReadOnlyDictionary<int, ThriftShape>? Fields { get; private init; }

    /// <summary>The elements of a list.</summary>
    public ThriftShape? Element { get; private init; }

    /// <summary>Whether a value of a kind can be read as one of this shape: integers of all sizes have one form, and so do both truth values.</summary>
    public bool Accepts(ThriftKind kind) => kind switch
    {
        ThriftKind.Int16 or ThriftKind.Int64 => Kind == ThriftKind.Int32,
        ThriftKind.False => Kind == ThriftKind.True,
        _ => Kind == kind,
    };

    private static ThriftShape Struct(params (int Id, ThriftShape Shape)[] fields) => new(ThriftKind.Struct) { Fields = fields.ToDictionary(f => f.Id, f => f.Shape) };

    private static ThriftShape List(ThriftShape element) => new(ThriftKind.List) { Element = element };
}
