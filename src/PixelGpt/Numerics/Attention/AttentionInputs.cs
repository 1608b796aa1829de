namespace PixelGpt.Numerics;

/// <summary>The inputs of one attention head.</summary>
/// <param name="queries">Queries [T, head size].</param>
/// <param name="keys">Keys [T, head size].</param>
/// <param name="values">Values [T, head size].</param>
internal readonly ref struct AttentionInputs(ReadOnlyMatrixSpan queries, ReadOnlyMatrixSpan keys, ReadOnlyMatrixSpan values)
{
    /// <summary>Queries [T, head size].</summary>
    public ReadOnlyMatrixSpan Queries { get; } = queries;

    /// <summary>Keys [T, head size].</summary>
    public ReadOnlyMatrixSpan Keys { get; } = keys;

    /// <summary>Values [T, head size].</summary>
    public ReadOnlyMatrixSpan Values { get; } = values;
}
