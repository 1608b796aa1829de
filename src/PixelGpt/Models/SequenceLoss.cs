using PixelGpt.Models.Embeddings;
using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// The cross-entropy of next-pixel prediction over one sequence of N pixels. The inputs are the pixels 0 to N − 2 and the
/// labels are the pixels 1 to N − 1, so T = N − 1.
/// </summary>
internal static class SequenceLoss
{
    /// <summary>Computes the negative log-likelihood of each pixel given the pixels before it, without dropout.</summary>
    /// <param name="model">Model to evaluate.</param>
    /// <param name="pixels">Sequence [N].</param>
    /// <param name="activations">Buffers for the pass.</param>
    /// <param name="picture">Size and augmentation of the picture.</param>
    /// <returns>The negative log-likelihoods of pixels 1 to N − 1 in nats [N − 1], in <see cref="Activations.Nll"/>.</returns>
    public static ReadOnlySpan<float> Evaluate(Transformer model, ReadOnlySpan<int> pixels, Activations activations, PictureContext picture = default)
    {
        int length = pixels.Length - 1;
        model.Loss(TokenRows.OfSequence(pixels, activations.Positions.AsSpan(0, length), picture), LossTargets.Of(pixels[1..]), 0, activations);
        return activations.Nll[0, length];
    }

    /// <summary>Computes the model's distribution for each pixel given the pixels before it, without dropout.</summary>
    /// <param name="model">Model to evaluate.</param>
    /// <param name="pixels">Sequence [N].</param>
    /// <param name="activations">Buffers for the pass.</param>
    /// <param name="picture">Size and augmentation of the picture.</param>
    /// <returns>The distributions of pixels 1 to N − 1 [N − 1, V], in a buffer that the next pass overwrites.</returns>
    public static MatrixSpan Distributions(Transformer model, ReadOnlySpan<int> pixels, Activations activations, PictureContext picture = default)
    {
        var tokens = TokenRows.OfSequence(pixels, activations.Positions.AsSpan(0, pixels.Length - 1), picture);
        MatrixSpan distributions = model.Forward(tokens, activations, activations.GetSequenceAttention());
        model.Kernels.SoftmaxCrossEntropy(distributions, pixels[1..], 1, activations.Nll.Span);

        // The gradient of the loss is the distribution minus 1 at the label.
        for (int row = 0; row < distributions.Rows; row++) distributions.Data[(row * distributions.RowStride) + pixels[row + 1]] += 1;
        return distributions;
    }

    /// <summary>Computes the loss of one sequence and adds its gradient.</summary>
    /// <param name="model">Model to train.</param>
    /// <param name="pixels">Sequence [N].</param>
    /// <param name="activations">Buffers for the passes, allocated for training.</param>
    /// <param name="dropout">Dropout masks; null for no dropout.</param>
    /// <param name="gradientScale">Factor of the gradient.</param>
    /// <param name="gradients">Gradients of all parameters; added to.</param>
    /// <param name="picture">Size and augmentation of the picture.</param>
    /// <returns>The sum of the negative log-likelihoods of all labels, in nats.</returns>
    public static double AddGradient(
        Transformer model, ReadOnlySpan<int> pixels, Activations activations, DropoutContext? dropout, float gradientScale, Span<float> gradients, PictureContext picture = default) =>
        AddGradient(model, pixels, LossTargets.Of(pixels[1..]), activations, dropout, gradientScale, gradients, picture);

    /// <summary>Computes the loss of one sequence with other targets than its pixels, and adds its gradient.</summary>
    /// <param name="model">Model to train.</param>
    /// <param name="pixels">Sequence [N].</param>
    /// <param name="targets">Targets of pixels 1 to N − 1.</param>
    /// <param name="activations">Buffers for the passes, allocated for training.</param>
    /// <param name="dropout">Dropout masks; null for no dropout.</param>
    /// <param name="gradientScale">Factor of the gradient.</param>
    /// <param name="gradients">Gradients of all parameters; added to.</param>
    /// <param name="picture">Size and augmentation of the picture.</param>
    /// <returns>The sum of the cross-entropies of all pixels, in nats.</returns>
    public static double AddGradient(
        Transformer model, ReadOnlySpan<int> pixels, scoped in LossTargets targets, Activations activations, DropoutContext? dropout, float gradientScale, Span<float> gradients, PictureContext picture)
    {
        int length = pixels.Length - 1;
        var tokens = TokenRows.OfSequence(pixels, activations.Positions.AsSpan(0, length), picture);
        model.Loss(tokens, targets, gradientScale, activations, dropout);
        model.Backward(tokens, activations, activations.GetSequenceAttention(dropout), dropout, gradients);
        double sum = 0;
        foreach (float nll in activations.Nll[0, length]) sum += nll;
        return sum;
    }
}
