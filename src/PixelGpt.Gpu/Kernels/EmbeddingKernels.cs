using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>Sums of embeddings from several tables, and the gradients of the tables. A negative index leaves out the embedding.</summary>
internal static class EmbeddingKernels
{
    /// <summary>Number of embeddings whose gradients a group adds up in shared memory.</summary>
    public const int EmbeddingsPerGroup = 64;

    /// <summary>Maximum number of threads of a group, each with a column.</summary>
    public const int MaxColumnsPerGroup = 64;

    /// <summary>Computes one value of the sums.</summary>
    /// <param name="index">Index of the value [rows, columns].</param>
    /// <param name="tables">Values of all tables.</param>
    /// <param name="offsets">Index of the first value of each table.</param>
    /// <param name="indices">Index into each table for each row [rows, tables].</param>
    /// <param name="x">Receives the sums [rows, columns].</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="terms">Number of tables.</param>
    public static void Forward(Index1D index, ArrayView<float> tables, ArrayView<int> offsets, ArrayView<int> indices, ArrayView<float> x, int columns, int terms)
    {
        int row = index / columns, column = index % columns;
        float sum = 0;
        for (int term = 0; term < terms; term++)
        {
            int embedding = indices[(row * terms) + term];
            if (embedding >= 0) sum += tables[offsets[term] + (embedding * columns) + column];
        }

        x[index] = sum;
    }

    /// <summary>
    /// Computes partial sums of the gradient of one table. Each thread has a column and adds up the rows of its slice in order, so
    /// that nothing is added atomically. The grid has tiles of columns, of embeddings, and slices of rows.
    /// </summary>
    /// <param name="dx">Gradient of the sums [rows, columns].</param>
    /// <param name="indices">Index into each table for each row [rows, tables].</param>
    /// <param name="slices">Receives the partial sums [slices, embeddings, columns].</param>
    /// <param name="task">Sizes.</param>
    public static void Backward(ArrayView<float> dx, ArrayView<int> indices, ArrayView<float> slices, EmbeddingTask task)
    {
        ArrayView<float> sums = SharedMemory.Allocate<float>(EmbeddingsPerGroup * MaxColumnsPerGroup);
        int column = (Grid.IdxX * Group.DimX) + Group.IdxX, firstEmbedding = Grid.IdxY * EmbeddingsPerGroup, first = Grid.IdxZ * task.RowsPerSlice;
        if (column >= task.Columns) return;
        int count = IntrinsicMath.Min(EmbeddingsPerGroup, task.Embeddings - firstEmbedding);
        for (int i = 0; i < count; i++) sums[(i * Group.DimX) + Group.IdxX] = 0;
        for (int row = first; row < IntrinsicMath.Min(task.Rows, first + task.RowsPerSlice); row++)
        {
            int embedding = indices[(row * task.Terms) + task.Term] - firstEmbedding;
            if (embedding >= 0 && embedding < count) sums[(embedding * Group.DimX) + Group.IdxX] += dx[(row * task.Columns) + column];
        }

        for (int i = 0; i < count; i++) slices[(((Grid.IdxZ * task.Embeddings) + firstEmbedding + i) * task.Columns) + column] = sums[(i * Group.DimX) + Group.IdxX];
    }

    /// <summary>Computes rows with a 1 at the index of a colour and 0 elsewhere.</summary>
    /// <param name="index">Index of the value [rows, colours].</param>
    /// <param name="tokens">Colour of each row; negative for none.</param>
    /// <param name="y">Receives the rows.</param>
    /// <param name="layout">Rows of the result.</param>
    /// <param name="colors">Number of colours.</param>
    public static void OneHot(Index1D index, ArrayView<int> tokens, ArrayView<float> y, RowLayout layout, int colors) =>
        y[layout.Offset(index / colors) + (index % colors)] = tokens[index / colors] == index % colors ? 1 : 0;
}
