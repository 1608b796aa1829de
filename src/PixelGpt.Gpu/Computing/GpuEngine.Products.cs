using ILGPU;
using ILGPU.Runtime;
using PixelGpt.Gpu.Kernels;

namespace PixelGpt.Gpu.Computing;

internal sealed partial class GpuEngine
{
    /// <summary>Minimum number of products of one slice of a sum.</summary>
    private const int SliceLength = 256;

    private Action<KernelConfig, MatrixView, MatrixView, MatrixView, ArrayView<float>, ProductTask> MultiplyKernel => field ??= _isWide
        ? _accelerator.LoadStreamKernel<MatrixView, MatrixView, MatrixView, ArrayView<float>, ProductTask>(ProductKernels.Multiply<WideTile>)
        : _accelerator.LoadStreamKernel<MatrixView, MatrixView, MatrixView, ArrayView<float>, ProductTask>(ProductKernels.Multiply<NarrowTile>);

    private Action<Index1D, ArrayView<float>, ArrayView<float>, int, int, int> AddSlicesKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, int, int, int>(ProductKernels.AddSlices);

    private Action<KernelConfig, ArrayView<float>, ArrayView<float>, int, int, int> PartialSumKernel =>
        field ??= _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<float>, int, int, int>(SumKernels.Partial);

    private Action<KernelConfig, MatrixView, ArrayView<float>, int, int, int> ColumnSumKernel =>
        field ??= _accelerator.LoadStreamKernel<MatrixView, ArrayView<float>, int, int, int>(SumKernels.Columns);

    private int TileSide => _isWide ? default(WideTile).Side : default(NarrowTile).Side;

    /// <summary>Computes the matrix product C = A·B (+ C) (+ bias).</summary>
    /// <param name="a">A [m, k].</param>
    /// <param name="b">B [k, n].</param>
    /// <param name="c">C [m, n].</param>
    /// <param name="accumulate">Whether to add to C instead of overwriting it.</param>
    /// <param name="bias">Bias of each column [n]; null for none.</param>
    public void Multiply(Matrix a, Matrix b, Matrix c, bool accumulate = false, ArrayView<float>? bias = null)
    {
        int edge = ProductKernels.PerThread * TileSide, rowTiles = Tiles(c.Rows, edge), columnTiles = Tiles(c.Columns, edge), length = c.Rows * c.Columns;
        (int sliceLength, int slices) = c.IsContiguous && bias is null ? Slice(a.Columns, length, rowTiles * columnTiles, SliceLength) : (a.Columns, 1);
        bool isSliced = slices > 1;
        Matrix to = isSliced ? new Matrix(Workspace, c.Rows, c.Columns) : c;
        var task = new ProductTask(c.Rows, c.Columns, a.Columns, sliceLength, isSliced ? length : 0, accumulate && !isSliced ? 1 : 0, bias is null ? 0 : 1);
        MultiplyKernel(Groups(rowTiles, columnTiles, slices, TileSide * TileSide), a.View, b.View, to.View, bias ?? Workspace, task);
        if (isSliced) AddSlices(length, slices, length, Workspace, c.Data, accumulate);
    }

    /// <summary>Adds the sum of each column of a matrix to <paramref name="sums"/>.</summary>
    /// <param name="x">Matrix with column stride 1.</param>
    /// <param name="sums">Sums of the columns; added to.</param>
    public void AddColumnSums(Matrix x, ArrayView<float> sums)
    {
        int tiles = Tiles(x.Columns, _columnThreads);
        (int rowsPerSlice, int slices) = Slice(x.Rows, x.Columns, tiles, fewest: 16);
        ColumnSumKernel(Groups(tiles, slices, 1, _columnThreads), x.View, Workspace, x.Rows, x.Columns, rowsPerSlice);
        AddSlices(x.Columns, slices, x.Columns, Workspace, sums, accumulate: true);
    }

    /// <summary>Computes a sum of values or of their squares.</summary>
    /// <param name="x">The values.</param>
    /// <param name="length">Number of values.</param>
    /// <param name="sum">Receives the sum.</param>
    /// <param name="isSquared">Whether to add up squares.</param>
    /// <param name="accumulate">Whether to add to <paramref name="sum"/> instead of overwriting it.</param>
    public void Sum(ArrayView<float> x, int length, ArrayView<float> sum, bool isSquared = false, bool accumulate = false)
    {
        // Two levels: few sums remain for the one thread that adds them up.
        (int perGroup, int groups) = Slice(length, 1, 1, fewest: 1024);
        PartialSumKernel(new KernelConfig(groups, _rowThreads), x, Workspace, length, perGroup, isSquared ? 1 : 0);
        AddSlices(1, groups, 1, Workspace, sum, accumulate);
    }

    private void AddSlices(int length, int slices, int stride, ArrayView<float> from, ArrayView<float> to, bool accumulate) =>
        AddSlicesKernel(length, from, to, slices, stride, accumulate ? 1 : 0);
}
