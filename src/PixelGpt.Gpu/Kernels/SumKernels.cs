using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>Sums in a fixed order.</summary>
internal static class SumKernels
{
    /// <summary>Computes one partial sum per group, of values or of their squares.</summary>
    /// <param name="x">The values.</param>
    /// <param name="sums">Receives the sums of the groups.</param>
    /// <param name="length">Number of values.</param>
    /// <param name="perGroup">Number of values of a group.</param>
    /// <param name="isSquared">1 to add up squares, otherwise 0.</param>
    public static void Partial(ArrayView<float> x, ArrayView<float> sums, int length, int perGroup, int isSquared)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(GroupSum.MaxThreads);
        int first = Grid.IdxX * perGroup, end = IntrinsicMath.Min(length, first + perGroup);
        float sum = 0;
        for (int i = first + Group.IdxX; i < end; i += Group.DimX) sum += isSquared != 0 ? x[i] * x[i] : x[i];
        sum = GroupSum.Of(shared, sum, Group.DimX);
        if (Group.IdxX == 0) sums[Grid.IdxX] = sum;
    }

    /// <summary>Computes partial sums of the columns of a matrix. Each thread has a column; the grid has tiles of columns and slices of rows.</summary>
    /// <param name="x">Matrix with column stride 1.</param>
    /// <param name="slices">Receives the sums [slices, columns].</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="rowsPerSlice">Number of rows of a slice.</param>
    public static void Columns(MatrixView x, ArrayView<float> slices, int rows, int columns, int rowsPerSlice)
    {
        int column = (Grid.IdxX * Group.DimX) + Group.IdxX, first = Grid.IdxY * rowsPerSlice;
        if (column >= columns) return;
        float sum = 0;
        for (int row = first; row < IntrinsicMath.Min(rows, first + rowsPerSlice); row++) sum += x.Data[(row * x.RowStride) + column];
        slices[(Grid.IdxY * columns) + column] = sum;
    }
}
