namespace PixelGpt.Gpu.Networks;

/// <summary>The maximum size of the passes of a model on a device.</summary>
/// <param name="Sequences">Number of sequences of a pass.</param>
/// <param name="Rows">Number of positions of each sequence in a pass.</param>
/// <param name="IsTrained">Whether backward passes are needed.</param>
/// <param name="CachePositions">Number of positions of each sequence in the KV cache; 0 for no cache.</param>
internal readonly record struct PassSize(int Sequences, int Rows, bool IsTrained, int CachePositions = 0)
{
    /// <summary>The number of positions of all sequences of a pass.</summary>
    public int AllRows => Sequences * Rows;
}
