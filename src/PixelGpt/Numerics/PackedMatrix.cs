namespace PixelGpt.Numerics;

/// <summary>
/// The right side of a matrix product, laid out by <see cref="IKernels.Pack"/> in panels as wide as a tile:
/// within a panel the columns of one row are neighbours, so the product reads it from one end to the other.
/// </summary>
internal readonly ref struct PackedMatrix(ReadOnlySpan<float> data, int rows, int columns)
{
    public ReadOnlySpan<float> Data { get; } = data;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;
}
