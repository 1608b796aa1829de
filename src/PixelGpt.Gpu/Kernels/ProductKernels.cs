using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>
/// Matrix products. A group computes a tile of C: it copies panels of A and B to shared memory, and each thread adds up eight rows
/// and eight columns of the tile in registers. Any of the matrices can be transposed.
/// </summary>
internal static class ProductKernels
{
    /// <summary>Rows and columns of C per thread.</summary>
    public const int PerThread = 8;

    /// <summary>Number of columns of A, and rows of B, per panel.</summary>
    private const int Depth = 16;

    /// <summary>Distance of the lines of a panel: the largest tile, and one value so that neighbouring lines are in different banks.</summary>
    private const int Stride = 65;

    /// <summary>Computes C = A·B (+ C) (+ bias). The grid has the tiles of the rows, of the columns, and the slices of the sums.</summary>
    public static void Multiply<TShape>(MatrixView a, MatrixView b, MatrixView c, ArrayView<float> bias, ProductTask task)
        where TShape : unmanaged, ITileShape
    {
        ArrayView<float> left = SharedMemory.Allocate<float>(Depth * Stride), right = SharedMemory.Allocate<float>(Depth * Stride);
        int side = default(TShape).Side, edge = PerThread * side, x = Group.IdxX % side, y = Group.IdxX / side;
        int firstRow = Grid.IdxX * edge, firstColumn = Grid.IdxY * edge;
        int begin = Grid.IdxZ * task.SliceLength, end = IntrinsicMath.Min(task.Inner, begin + task.SliceLength);
        Block topLeft = default, topRight = default, bottomLeft = default, bottomRight = default;
        for (int first = begin; first < end; first += Depth)
        {
            LoadPanel(left, a.Data, a.RowStride, a.ColumnStride, firstRow, task.Rows, first, end, side);
            LoadPanel(right, b.Data, b.ColumnStride, b.RowStride, firstColumn, task.Columns, first, end, side);
            Group.Barrier();
            for (int k = 0; k < Depth; k++)
            {
                ArrayView<float> rows = left.SubView((k * Stride) + y), columns = right.SubView((k * Stride) + x);
                Four top = Four.Load(rows, side), bottom = Four.Load(rows.SubView(4 * side), side);
                Four leftColumns = Four.Load(columns, side), rightColumns = Four.Load(columns.SubView(4 * side), side);
                topLeft = topLeft.Plus(top, leftColumns);
                topRight = topRight.Plus(top, rightColumns);
                bottomLeft = bottomLeft.Plus(bottom, leftColumns);
                bottomRight = bottomRight.Plus(bottom, rightColumns);
            }

            Group.Barrier();
        }

        int row = firstRow + y, column = firstColumn + x;
        var to = new MatrixView(c.Data.SubView(Grid.IdxZ * task.SliceStride), c.RowStride, c.ColumnStride);
        Store(topLeft, to, bias, task, row, column, side);
        Store(topRight, to, bias, task, row, column + (4 * side), side);
        Store(bottomLeft, to, bias, task, row + (4 * side), column, side);
        Store(bottomRight, to, bias, task, row + (4 * side), column + (4 * side), side);
    }

    /// <summary>Adds up the partial sums of slices, in order.</summary>
    /// <param name="index">Index of the value.</param>
    /// <param name="slices">The partial sums.</param>
    /// <param name="sums">Receives the sums.</param>
    /// <param name="count">Number of slices.</param>
    /// <param name="stride">Distance of the slices.</param>
    /// <param name="accumulate">1 to add to the sums, 0 to overwrite them.</param>
    public static void AddSlices(Index1D index, ArrayView<float> slices, ArrayView<float> sums, int count, int stride, int accumulate)
    {
        float sum = 0;
        for (int slice = 0; slice < count; slice++) sum += slices[(slice * stride) + index];
        sums[index] = accumulate != 0 ? sums[index] + sum : sum;
    }

    /// <summary>Copies a panel to shared memory as [depth, lines], where lines are the rows of A or the columns of B. Outside of the matrix it is 0.</summary>
    private static void LoadPanel(ArrayView<float> panel, ArrayView<float> from, int lineStride, int depthStride, int firstLine, int lines, int first, int end, int side)
    {
        int edge = PerThread * side, threads = side * side, perThread = edge * Depth / threads;
        for (int i = 0; i < perThread; i += 4)
        {
            // Four loads are in flight before the first of them is needed.
            int at = Group.IdxX + (i * threads);
            float a = LoadOne(from, lineStride, depthStride, firstLine, lines, first, end, edge, at);
            float b = LoadOne(from, lineStride, depthStride, firstLine, lines, first, end, edge, at + threads);
            float c = LoadOne(from, lineStride, depthStride, firstLine, lines, first, end, edge, at + (2 * threads));
            float d = LoadOne(from, lineStride, depthStride, firstLine, lines, first, end, edge, at + (3 * threads));
            panel[PanelIndex(depthStride, edge, at)] = a;
            panel[PanelIndex(depthStride, edge, at + threads)] = b;
            panel[PanelIndex(depthStride, edge, at + (2 * threads))] = c;
            panel[PanelIndex(depthStride, edge, at + (3 * threads))] = d;
        }
    }

    private static float LoadOne(ArrayView<float> from, int lineStride, int depthStride, int firstLine, int lines, int first, int end, int edge, int at)
    {
        int line = firstLine + Line(depthStride, edge, at), k = first + DepthOf(depthStride, edge, at);
        return line < lines && k < end ? from[(line * lineStride) + (k * depthStride)] : 0;
    }

    private static int PanelIndex(int depthStride, int edge, int at) => (DepthOf(depthStride, edge, at) * Stride) + Line(depthStride, edge, at);

    /// <summary>Returns the line of a value. Neighbouring threads load values that are neighbours in memory.</summary>
    private static int Line(int depthStride, int edge, int at) => depthStride == 1 ? at / Depth : at % edge;

    private static int DepthOf(int depthStride, int edge, int at) => depthStride == 1 ? at % Depth : at / edge;

    private static void Store(Block block, MatrixView c, ArrayView<float> bias, ProductTask task, int row, int column, int side)
    {
        StoreRow(block.Row0, c, bias, task, row, column, side);
        StoreRow(block.Row1, c, bias, task, row + side, column, side);
        StoreRow(block.Row2, c, bias, task, row + (2 * side), column, side);
        StoreRow(block.Row3, c, bias, task, row + (3 * side), column, side);
    }

    private static void StoreRow(Four values, MatrixView c, ArrayView<float> bias, ProductTask task, int row, int column, int side)
    {
        if (row >= task.Rows) return;
        StoreOne(values.A, c, bias, task, row, column);
        StoreOne(values.B, c, bias, task, row, column + side);
        StoreOne(values.C, c, bias, task, row, column + (2 * side));
        StoreOne(values.D, c, bias, task, row, column + (3 * side));
    }

    private static void StoreOne(float value, MatrixView c, ArrayView<float> bias, ProductTask task, int row, int column)
    {
        if (column >= task.Columns) return;
        int at = (row * c.RowStride) + (column * c.ColumnStride);
        if (task.HasBias != 0) value += bias[column];
        c.Data[at] = task.Accumulate != 0 ? c.Data[at] + value : value;
    }
}
