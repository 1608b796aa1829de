namespace PixelGpt.Gpu.Kernels;

/// <summary>The sizes of the gradient of an embedding table.</summary>
/// <param name="Rows">Number of rows of the sums of embeddings.</param>
/// <param name="Columns">Width of an embedding.</param>
/// <param name="Embeddings">Number of embeddings of the table.</param>
/// <param name="Term">Index of the table.</param>
/// <param name="Terms">Number of tables.</param>
/// <param name="RowsPerSlice">Number of rows of a slice.</param>
internal readonly record struct EmbeddingTask(int Rows, int Columns, int Embeddings, int Term, int Terms, int RowsPerSlice);
