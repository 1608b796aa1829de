namespace PixelGpt.Numerics;

/// <summary>
/// A matrix in the layout that <see cref="IKernels.Pack"/> writes and matrix products read as their right operand: panels
/// as wide as a tile, in which the rows are contiguous.
/// </summary>
/// <param name="data">The packed data.</param>
/// <param name="rows">Number of rows of the original matrix.</param>
/// <param name="columns">Number of columns of the original matrix.</param>
internal readonly ref struct PackedMatrix(ReadOnlySpan<float> data, int rows, int columns)
{
    public ReadOnlySpan<float> Data { get; } = data;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;
}
