using ILGPU;
using PixelGpt.Gpu.Kernels;

namespace PixelGpt.Gpu.Computing;

/// <summary>A matrix in the memory of a device, with its size.</summary>
/// <param name="Data">The memory, from the first value on.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="RowStride">Distance of neighbouring rows.</param>
/// <param name="ColumnStride">Distance of neighbouring columns.</param>
internal readonly record struct Matrix(ArrayView<float> Data, int Rows, int Columns, int RowStride, int ColumnStride)
{
    /// <summary>Creates a matrix whose rows follow each other.</summary>
    public Matrix(ArrayView<float> data, int rows, int columns)
        : this(data, rows, columns, columns, 1)
    {
    }

    /// <summary>The transposed matrix.</summary>
    public Matrix Transposed => new(Data, Columns, Rows, ColumnStride, RowStride);

    /// <summary>Whether rows follow each other without a gap.</summary>
    public bool IsContiguous => ColumnStride == 1 && RowStride == Columns;

    /// <summary>The matrix without its size.</summary>
    public MatrixView View => new(Data, RowStride, ColumnStride);

    /// <summary>Returns neighbouring columns.</summary>
    /// <param name="first">Index of the first column.</param>
    /// <param name="count">Number of columns.</param>
    public Matrix Part(int first, int count) => this with { Data = Data.SubView(first * ColumnStride), Columns = count };
}
