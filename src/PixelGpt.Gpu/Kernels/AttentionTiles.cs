using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>Products of square tiles in shared memory, of which each thread computes four rows and four columns.</summary>
internal static class AttentionTiles
{
    /// <summary>Rows and columns of a tile per thread.</summary>
    public const int PerThread = 4;

    /// <summary>Distance of the rows of a tile: the largest tile, and one value so that neighbouring rows are in different banks.</summary>
    public const int Stride = 33;

    /// <summary>Number of values of a tile in shared memory.</summary>
    public const int Length = 32 * Stride;

    /// <summary>Copies a tile of a matrix to shared memory. Outside of the matrix it is 0.</summary>
    /// <param name="tile">Receives the tile.</param>
    /// <param name="from">The matrix.</param>
    /// <param name="start">Index of the first value of the matrix.</param>
    /// <param name="rowStride">Distance of the rows of the matrix.</param>
    /// <param name="firstRow">First row of the tile.</param>
    /// <param name="rows">Number of rows of the matrix.</param>
    /// <param name="firstColumn">First column of the tile.</param>
    /// <param name="columns">Number of columns of the matrix.</param>
    /// <param name="side">Number of threads per side.</param>
    public static void Load(ArrayView<float> tile, ArrayView<float> from, int start, int rowStride, int firstRow, int rows, int firstColumn, int columns, int side)
    {
        int edge = PerThread * side, threads = side * side;
        for (int n = 0; n < PerThread * PerThread; n++)
        {
            int at = Group.IdxX + (n * threads), row = at / edge, column = at % edge;
            tile[(row * Stride) + column] = firstRow + row < rows && firstColumn + column < columns ? from[start + ((firstRow + row) * rowStride) + firstColumn + column] : 0;
        }
    }

    /// <summary>Returns sum + left · right for the rows and columns of this thread.</summary>
    /// <param name="sum">The sum.</param>
    /// <param name="left">Left tile.</param>
    /// <param name="leftRow">Distance of its rows.</param>
    /// <param name="leftStep">Distance of its columns.</param>
    /// <param name="right">Right tile.</param>
    /// <param name="rightColumn">Distance of its columns.</param>
    /// <param name="rightStep">Distance of its rows.</param>
    /// <param name="side">Number of threads per side.</param>
    public static Block Multiply(Block sum, ArrayView<float> left, int leftRow, int leftStep, ArrayView<float> right, int rightColumn, int rightStep, int side)
    {
        int x = Group.IdxX % side, y = Group.IdxX / side;
        for (int k = 0; k < PerThread * side; k++)
        {
            Four column = Four.Load(left.SubView((y * leftRow) + (k * leftStep)), side * leftRow);
            Four row = Four.Load(right.SubView((x * rightColumn) + (k * rightStep)), side * rightColumn);
            sum = sum.Plus(column, row);
        }

        return sum;
    }

    /// <summary>Returns the products of rows of one matrix with rows of another, such as queries and keys.</summary>
    /// <param name="left">Shared memory for a tile of the first matrix.</param>
    /// <param name="right">Shared memory for a tile of the second matrix.</param>
    /// <param name="a">First matrix.</param>
    /// <param name="aStart">Index of its first value.</param>
    /// <param name="aStride">Distance of its rows.</param>
    /// <param name="firstA">First row of it.</param>
    /// <param name="aRows">Number of its rows.</param>
    /// <param name="b">Second matrix.</param>
    /// <param name="bStart">Index of its first value.</param>
    /// <param name="bStride">Distance of its rows.</param>
    /// <param name="firstB">First row of it.</param>
    /// <param name="bRows">Number of its rows.</param>
    /// <param name="width">Number of columns of both.</param>
    /// <param name="side">Number of threads per side.</param>
    public static Block RowProducts(
        ArrayView<float> left, ArrayView<float> right, ArrayView<float> a, int aStart, int aStride, int firstA, int aRows, ArrayView<float> b, int bStart, int bStride, int firstB, int bRows, int width, int side)
    {
        Block sum = default;
        for (int first = 0; first < width; first += PerThread * side)
        {
            Load(left, a, aStart, aStride, firstA, aRows, first, width, side);
            Load(right, b, bStart, bStride, firstB, bRows, first, width, side);
            Group.Barrier();
            sum = Multiply(sum, left, Stride, 1, right, Stride, 1, side);
            Group.Barrier();
        }

        return sum;
    }
}
