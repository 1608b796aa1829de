namespace PixelGpt.Gpu.Kernels;

/// <summary>Where the rows of a matrix are: several side by side in each line of memory, such as the heads of a position.</summary>
/// <param name="PerLine">Number of rows per line.</param>
/// <param name="LineStride">Distance of the lines.</param>
/// <param name="RowStride">Distance of the rows of a line.</param>
internal readonly record struct RowLayout(int PerLine, int LineStride, int RowStride)
{
    /// <summary>Returns the layout of rows that follow each other.</summary>
    public static RowLayout Of(int columns) => new(1, columns, 0);

    /// <summary>Returns the index of the first value of a row.</summary>
    public int Offset(int row) => (row / PerLine * LineStride) + (row % PerLine * RowStride);
}
