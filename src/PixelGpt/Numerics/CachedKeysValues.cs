namespace PixelGpt.Numerics;

/// <summary>
/// The keys and values of one sequence's past in one layer, laid out so that a new row reads them from one end to the
/// other. Keys lie in blocks of <see cref="BlockPositions"/> positions, transposed: [head][block][head_dim][position].
/// Values lie in panels of <see cref="PanelColumns"/> columns: [head][panel][position][column], a head's last panel
/// filled up with zeros.
/// </summary>
internal readonly ref struct CachedKeysValues(ReadOnlySpan<float> keys, ReadOnlySpan<float> values, int heads, int headDim, int capacity)
{
    /// <summary>Positions a block of keys.</summary>
    public const int BlockPositions = 64;

    /// <summary>Columns a panel of values: a cache line, and the widest vector.</summary>
    public const int PanelColumns = Alignment.Floats;

    public ReadOnlySpan<float> Keys { get; } = keys;

    public ReadOnlySpan<float> Values { get; } = values;

    /// <summary>Heads of keys and values.</summary>
    public int Heads { get; } = heads;

    public int HeadDim { get; } = headDim;

    /// <summary>How many positions there is room for: whole blocks.</summary>
    public int Capacity { get; } = capacity;

    /// <summary>Panels a head.</summary>
    public int Panels => PanelsOf(HeadDim);

    /// <summary>How many panels the values of a head take.</summary>
    public static int PanelsOf(int headDim) => (headDim + PanelColumns - 1) / PanelColumns;

    /// <summary>One block of a head's keys [head_dim, <see cref="BlockPositions"/>].</summary>
    public ReadOnlyMatrixSpan KeyBlock(int head, int block)
    {
        int length = HeadDim * BlockPositions;
        return new ReadOnlyMatrixSpan(Keys.Slice((head * HeadDim * Capacity) + (block * length), length), HeadDim, BlockPositions);
    }

    /// <summary>One panel of a head's values, the first <paramref name="count"/> positions [count, <see cref="PanelColumns"/>].</summary>
    public ReadOnlyMatrixSpan ValuePanel(int head, int panel, int count) =>
        new(Values.Slice(((head * Panels) + panel) * Capacity * PanelColumns, count * PanelColumns), count, PanelColumns);

    /// <summary>What begins <paramref name="positions"/> later: a number of whole blocks.</summary>
    public CachedKeysValues From(int positions) =>
        new(Keys[(positions * HeadDim)..], Values[(positions * PanelColumns)..], Heads, HeadDim, Capacity);
}
