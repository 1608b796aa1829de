namespace PixelGpt.Numerics;

internal partial interface IKernels
{
    /// <summary>
    /// Computes the cross-entropy of logits and labels, and its gradient in place: the logits become
    /// (softmax − one-hot) · gradientScale.
    /// </summary>
    /// <param name="logits">Logits [T, V], then their gradient. Rows are padded to whole vectors.</param>
    /// <param name="labels">Index of the correct class of each row [T].</param>
    /// <param name="gradientScale">Factor of the gradient.</param>
    /// <param name="nll">Negative log-likelihood of each row, in nats [T].</param>
    void SoftmaxCrossEntropy(MatrixSpan logits, ReadOnlySpan<int> labels, float gradientScale, Span<float> nll);
}
