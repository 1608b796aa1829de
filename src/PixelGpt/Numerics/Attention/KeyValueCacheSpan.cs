namespace PixelGpt.Numerics;

/// <summary>
/// A view of one layer's KV cache of one sequence, in a layout that attention of a new row reads sequentially. Keys are in
/// transposed blocks of <see cref="BlockPositions"/> positions: [head][block][head size][position]. Values are in panels of
/// <see cref="PanelColumns"/> columns: [head][panel][position][column]; the last panel of a head is padded with zeros.
/// </summary>
/// <param name="keys">Keys of all heads.</param>
/// <param name="values">Values of all heads.</param>
/// <param name="heads">Number of key and value heads.</param>
/// <param name="headDim">Head size.</param>
/// <param name="capacity">Number of positions that the cache has room for, a multiple of <see cref="BlockPositions"/>.</param>
internal readonly ref struct KeyValueCacheSpan(ReadOnlySpan<float> keys, ReadOnlySpan<float> values, int heads, int headDim, int capacity)
{
    /// <summary>Number of positions in a block of keys.</summary>
    public const int BlockPositions = 64;

    /// <summary>Number of columns in a panel of values: a cache line, which is also the widest vector.</summary>
    public const int PanelColumns = Alignment.Floats;

    public ReadOnlySpan<float> Keys { get; } = keys;

    public ReadOnlySpan<float> Values { get; } = values;

    /// <summary>Number of key and value heads.</summary>
    public int Heads { get; } = heads;

    /// <summary>Head size.</summary>
    public int HeadDim { get; } = headDim;

    /// <summary>Number of positions that the cache has room for, a multiple of <see cref="BlockPositions"/>.</summary>
    public int Capacity { get; } = capacity;

    /// <summary>Number of value panels per head.</summary>
    public int Panels => PanelsOf(HeadDim);

    /// <summary>Returns the number of value panels per head for a head size.</summary>
    public static int PanelsOf(int headDim) => (headDim + PanelColumns - 1) / PanelColumns;

    /// <summary>Returns one block of a head's keys [head size, <see cref="BlockPositions"/>].</summary>
    public ReadOnlyMatrixSpan KeyBlock(int head, int block)
    {
        int length = HeadDim * BlockPositions;
        return new ReadOnlyMatrixSpan(Keys.Slice((head * HeadDim * Capacity) + (block * length), length), HeadDim, BlockPositions);
    }

    /// <summary>Returns the first <paramref name="count"/> positions of one panel of a head's values [count, <see cref="PanelColumns"/>].</summary>
    public ReadOnlyMatrixSpan ValuePanel(int head, int panel, int count) =>
        new(Values.Slice(((head * Panels) + panel) * Capacity * PanelColumns, count * PanelColumns), count, PanelColumns);

    /// <summary>Returns a view that starts <paramref name="positions"/> later, a multiple of <see cref="BlockPositions"/>.</summary>
    public KeyValueCacheSpan From(int positions) =>
        new(Keys[(positions * HeadDim)..], Values[(positions * PanelColumns)..], Heads, HeadDim, Capacity);
}
