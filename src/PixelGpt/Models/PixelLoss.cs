using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>Computes a loss of a program over the rows of a sequence.</summary>
internal static class PixelLoss
{
    /// <summary>Computes the loss of each row, and replaces the logits by their gradient.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="tokens">Tokens of the rows.</param>
    /// <param name="labels">Index of the correct next token of each row [T].</param>
    /// <param name="sizes">Sizes of the model's pictures.</param>
    /// <param name="gradientScale">Factor of the gradient.</param>
    /// <param name="logits">Logits [T, V], then their gradient.</param>
    /// <param name="activations">Buffers of the pass. The losses [T] are in <see cref="Activations.Nll"/>.</param>
    public static void Compute(
        IPixelLoss loss, scoped in TokenRows tokens, ReadOnlySpan<int> labels, PictureSizes sizes, float gradientScale, MatrixSpan logits, Activations activations)
    {
        Span<float> gradient = activations.LossGradient, losses = activations.Nll.Span;
        for (int row = 0; row < logits.Rows; row++)
        {
            Span<float> values = Probabilities.Row(logits, row);
            gradient.Clear();
            losses[row] = (float)loss.Compute(values, PixelTarget.Of(tokens, row, labels[row], sizes), gradient);
            for (int v = 0; v < values.Length; v++) values[v] = gradientScale * gradient[v];
        }
    }
}
