namespace PixelGpt.Numerics;

/// <summary>The settings of <see cref="IKernels.CausalSoftmax"/> and its backward pass.</summary>
/// <param name="Mask">The causal mask of the rows.</param>
/// <param name="Scale">Factor of the scores before the softmax.</param>
/// <param name="Dropout">Dropout of the attention weights.</param>
/// <param name="DropoutStride">Distance of the dropout counters of neighbouring positions: the weight at (position, column) has counter position · stride + column.</param>
internal readonly record struct CausalSoftmaxOptions(CausalMask Mask, float Scale, Dropout Dropout = default, int DropoutStride = 0)
{
    /// <summary>Returns the dropout counter of the weight at a row and column.</summary>
    public uint DropoutCounter(int row, int column) => (uint)(((Mask.FirstPosition + row) * DropoutStride) + column);
}
