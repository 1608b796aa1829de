namespace PixelGpt.Gpu.Kernels;

/// <summary>The sizes of attention of several sequences. Row i of the queries of a sequence is at position First + i and attends to the keys of the positions up to its own.</summary>
/// <param name="Rows">Queries per sequence.</param>
/// <param name="First">Position of the first query of each sequence.</param>
/// <param name="Sequences">Number of sequences.</param>
/// <param name="Heads">Number of query heads.</param>
/// <param name="Group">Number of query heads per key-value head.</param>
/// <param name="KeyDim">Width of a query or key head.</param>
/// <param name="ValueDim">Width of a value head.</param>
/// <param name="Window">Number of positions that a position attends to, including itself.</param>
/// <param name="Scale">Factor of the scores before the softmax.</param>
/// <param name="QuerySequence">Distance of the sequences of queries.</param>
/// <param name="QueryRow">Distance of the rows of queries.</param>
/// <param name="KeySequence">Distance of the sequences of keys.</param>
/// <param name="KeyRow">Distance of the rows of keys.</param>
/// <param name="ValueSequence">Distance of the sequences of values.</param>
/// <param name="ValueRow">Distance of the rows of values.</param>
/// <param name="Dropout">Dropout of the weights; the key of a head and sequence has index head · sequences + sequence.</param>
/// <param name="DropoutStride">Distance of the dropout counters of neighbouring positions.</param>
internal readonly record struct AttentionTask(
    int Rows, int First, int Sequences, int Heads, int Group, int KeyDim, int ValueDim, int Window, float Scale,
    int QuerySequence, int QueryRow, int KeySequence, int KeyRow, int ValueSequence, int ValueRow, DropoutMask Dropout, int DropoutStride)
{
    /// <summary>The distance of the rows of outputs.</summary>
    public int OutputRow => Heads * ValueDim;

    /// <summary>Returns the index of a query head's first row among all rows of logarithms of sums [sequences, heads, rows].</summary>
    public int Statistics(int sequence, int head) => ((sequence * Heads) + head) * Rows;

    /// <summary>Returns whether a query attends to a key.</summary>
    /// <param name="row">Row of the query.</param>
    /// <param name="key">Position of the key.</param>
    public bool Attends(int row, int key) => row < Rows && key <= First + row && key > First + row - Window;

    /// <summary>Returns the dropout factor of a weight.</summary>
    public float Factor(ILGPU.ArrayView<uint> keys, int sequence, int head, int row, int key) =>
        Dropout.Factor(keys, (head * Sequences) + sequence, (uint)(((First + row) * DropoutStride) + key));
}
