using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// The cross-entropy with target distributions, −Σ q(v) · log p(v), where p = softmax(logits). Its gradient with respect to
/// the logits is p · Σ q(v) − q.
/// </summary>
internal static class SoftCrossEntropy
{
    /// <summary>Computes the cross-entropy of each row, and replaces the logits by their gradient.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="logits">Logits [T, V], then their gradient. Rows are padded to whole vectors.</param>
    /// <param name="targets">Target distribution q of each row [T, V].</param>
    /// <param name="gradientScale">Factor of the gradient.</param>
    /// <param name="loss">Cross-entropy of each row, in nats [T].</param>
    public static void Compute(IKernels kernels, MatrixSpan logits, MatrixSpan targets, float gradientScale, Span<float> loss)
    {
        for (int row = 0; row < logits.Rows; row++)
        {
            Span<float> values = Probabilities.Row(logits, row);
            ReadOnlySpan<float> target = Probabilities.Row(targets, row)[..values.Length];
            double total = 0, logit = 0;
            for (int v = 0; v < values.Length; v++)
            {
                total += target[v];
                logit += (double)target[v] * values[v];
            }

            // log p(v) = logit(v) − log-sum-exp.
            loss[row] = (float)((total * Probabilities.Softmax(kernels, logits, row)) - logit);
            float sum = (float)total;
            for (int v = 0; v < values.Length; v++) values[v] = gradientScale * ((sum * values[v]) - target[v]);
        }
    }
}
