using ILGPU;
using ILGPU.Runtime;
using PixelGpt.Gpu.Kernels;

namespace PixelGpt.Gpu.Computing;

internal sealed partial class GpuEngine
{
    private Action<Index1D, ArrayView<float>, ArrayView<int>, ArrayView<int>, ArrayView<float>, int, int> EmbeddingKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<int>, ArrayView<int>, ArrayView<float>, int, int>(EmbeddingKernels.Forward);

    private Action<KernelConfig, ArrayView<float>, ArrayView<int>, ArrayView<float>, EmbeddingTask> EmbeddingBackwardKernel =>
        field ??= _accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<int>, ArrayView<float>, EmbeddingTask>(EmbeddingKernels.Backward);

    private Action<Index1D, ArrayView<int>, ArrayView<float>, RowLayout, int> OneHotKernel =>
        field ??= _accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<float>, RowLayout, int>(EmbeddingKernels.OneHot);

    /// <summary>Computes sums of embeddings from several tables.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Width of an embedding.</param>
    /// <param name="terms">Number of tables.</param>
    /// <param name="tables">Values of all tables.</param>
    /// <param name="offsets">Index of the first value of each table.</param>
    /// <param name="indices">Index into each table for each row; negative for none [rows, tables].</param>
    /// <param name="x">Receives the sums [rows, columns].</param>
    public void Embed(int rows, int columns, int terms, ArrayView<float> tables, ArrayView<int> offsets, ArrayView<int> indices, ArrayView<float> x) =>
        EmbeddingKernel(rows * columns, tables, offsets, indices, x, columns, terms);

    /// <summary>Adds to the gradient of one table.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Width of an embedding.</param>
    /// <param name="term">Index of the table.</param>
    /// <param name="terms">Number of tables.</param>
    /// <param name="embeddings">Number of embeddings of the table.</param>
    /// <param name="dx">Gradient of the sums [rows, columns].</param>
    /// <param name="indices">Index into each table for each row [rows, tables].</param>
    /// <param name="gradient">Gradient of the table [embeddings, columns]; added to.</param>
    public void EmbedBackward(int rows, int columns, int term, int terms, int embeddings, ArrayView<float> dx, ArrayView<int> indices, ArrayView<float> gradient)
    {
        int columnTiles = Tiles(columns, _columnThreads), tiles = Tiles(embeddings, EmbeddingKernels.EmbeddingsPerGroup), length = embeddings * columns;
        (int rowsPerSlice, int slices) = Slice(rows, length, columnTiles * tiles, fewest: 64);
        EmbeddingBackwardKernel(Groups(columnTiles, tiles, slices, _columnThreads), dx, indices, Workspace, new EmbeddingTask(rows, columns, embeddings, term, terms, rowsPerSlice));
        AddSlices(length, slices, length, Workspace, gradient, accumulate: true);
    }

    /// <summary>Computes rows with a 1 at the index of each row's colour and 0 elsewhere.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="colors">Number of colours.</param>
    /// <param name="tokens">Colour of each row; negative for none.</param>
    /// <param name="y">Receives the rows.</param>
    /// <param name="layout">Rows of the result.</param>
    public void OneHot(int rows, int colors, ArrayView<int> tokens, ArrayView<float> y, RowLayout layout) => OneHotKernel(rows * colors, tokens, y, layout, colors);
}
