namespace PixelGpt.Numerics;

/// <summary>The gradients that the backward pass of one attention head adds to.</summary>
/// <param name="queries">Gradient of the queries [T, head size].</param>
/// <param name="keys">Gradient of the keys [T, head size].</param>
/// <param name="values">Gradient of the values [T, head size].</param>
internal readonly ref struct AttentionGradients(MatrixSpan queries, MatrixSpan keys, MatrixSpan values)
{
    /// <summary>Gradient of the queries [T, head size].</summary>
    public MatrixSpan Queries { get; } = queries;

    /// <summary>Gradient of the keys [T, head size].</summary>
    public MatrixSpan Keys { get; } = keys;

    /// <summary>Gradient of the values [T, head size].</summary>
    public MatrixSpan Values { get; } = values;
}
