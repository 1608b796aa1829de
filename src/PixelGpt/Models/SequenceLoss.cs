using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// Cross entropy of next-pixel prediction over one sequence: the input is all pixels but the last, the labels are all
/// but the first.
/// </summary>
internal static class SequenceLoss
{
    /// <summary>The negative log-likelihood in nats of pixels 1 to the last, each given those before it, in <see cref="Activations.Nll"/>.</summary>
    public static ReadOnlySpan<float> Evaluate(Transformer model, ReadOnlySpan<int> pixels, Activations activations)
    {
        _ = Score(model, pixels, activations, gradientScale: 0);
        return activations.Nll[0, pixels.Length - 1];
    }

    /// <summary>
    /// The distribution of each of pixels 1 to the last given those before it: [length − 1, vocabulary], standing in the
    /// logits' place until the next pass.
    /// </summary>
    public static MatrixSpan Distributions(Transformer model, ReadOnlySpan<int> pixels, Activations activations)
    {
        MatrixSpan logits = Score(model, pixels, activations, gradientScale: 1);

        // The gradient of the loss is the distribution less one at the label.
        for (int row = 0; row < logits.Rows; row++) logits.Data[(row * logits.RowStride) + pixels[row + 1]] += 1;
        return logits;
    }

    /// <summary>The sum of those, with its gradient times <paramref name="gradientScale"/> added to <paramref name="gradients"/>.</summary>
    public static double Train(
        Transformer model, ReadOnlySpan<int> pixels, Activations activations, DropoutContext? dropout, float gradientScale, Span<float> gradients)
    {
        int length = pixels.Length - 1;
        ReadOnlySpan<int> tokens = pixels[..length], positions = activations.Positions.AsSpan(0, length);
        SequenceAttention attention = activations.WithinSequence(dropout);
        MatrixSpan logits = model.Forward(tokens, positions, activations, attention, dropout);
        model.Kernels.SoftmaxCrossEntropy(logits, pixels[1..], gradientScale, activations.Nll.Span);
        model.Backward(tokens, positions, activations, attention, dropout, gradients);
        double sum = 0;
        foreach (float nll in activations.Nll[0, length]) sum += nll;
        return sum;
    }

    /// <summary>A pass without dropout: each label's negative log-likelihood goes to the activations, the loss's gradient stands in the logits' place.</summary>
    private static MatrixSpan Score(Transformer model, ReadOnlySpan<int> pixels, Activations activations, float gradientScale)
    {
        int length = pixels.Length - 1;
        SequenceAttention attention = activations.WithinSequence();
        MatrixSpan logits = model.Forward(pixels[..length], activations.Positions.AsSpan(0, length), activations, attention);
        model.Kernels.SoftmaxCrossEntropy(logits, pixels[1..], gradientScale, activations.Nll.Span);
        return logits;
    }
}
