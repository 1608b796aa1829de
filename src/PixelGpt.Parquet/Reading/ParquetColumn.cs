using Parquet.Schema;

namespace PixelGpt.Parquet.Reading;

/// <summary>A column of a parquet file.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Field">The field with the values; null if they are not used.</param>
internal sealed record ParquetColumn(string Name, ColumnKind Kind, DataField? Field)
{
    private static readonly Type[] Integers = [typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong)];

    /// <summary>Whether the values are pixels or pictures.</summary>
    public bool HasPixels => Kind is ColumnKind.Numbers or ColumnKind.Grid or ColumnKind.Picture;

    /// <summary>Returns the column of a field of the schema.</summary>
    /// <param name="field">A field at the top of the schema.</param>
    public static ParquetColumn Of(Field field) => field switch
    {
        DataField { MaxRepetitionLevel: 0 } data when IsInteger(data) => new(field.Name, ColumnKind.Number, data),
        DataField { MaxRepetitionLevel: 1 } data when IsInteger(data) => new(field.Name, ColumnKind.Numbers, data),
        DataField { MaxRepetitionLevel: 0 } data when IsBytes(data) => new(field.Name, ColumnKind.Picture, data),
        ListField { Item: DataField data } when IsInteger(data) => new(field.Name, ColumnKind.Numbers, data),
        ListField { Item: ListField { Item: DataField data } } when IsInteger(data) => new(field.Name, ColumnKind.Grid, data),
        StructField group when group.Fields.OfType<DataField>().FirstOrDefault(f => f.Name == "bytes" && IsBytes(f)) is { } bytes => new(field.Name, ColumnKind.Picture, bytes),
        _ => new(field.Name, ColumnKind.Other, null),
    };

    private static bool IsInteger(DataField field) => Integers.Contains(field.ClrType);

    private static bool IsBytes(DataField field) => field.ClrType == typeof(byte[]) || field.ClrType == typeof(ReadOnlyMemory<byte>);
}
