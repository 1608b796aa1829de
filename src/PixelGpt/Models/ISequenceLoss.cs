using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>What a model is trained to make small: the loss of one sequence at a time.</summary>
internal interface ISequenceLoss
{
    /// <summary>How many labels a sequence of so many numbers has; a batch's loss is the mean over the labels of all its sequences.</summary>
    int CountLabels(int length);

    /// <summary>The sum of the loss over a sequence's labels, with its gradient times <paramref name="gradientScale"/> added to <paramref name="gradients"/>.</summary>
    double Train(ReadOnlySpan<int> sequence, Activations activations, DropoutContext? dropout, float gradientScale, Span<float> gradients);
}

/// <summary>Next-pixel prediction: <see cref="SequenceLoss"/> of a model.</summary>
internal sealed class NextPixelLoss(Transformer model) : ISequenceLoss
{
    /// <summary>All pixels but the first.</summary>
    public int CountLabels(int length) => length - 1;

    public double Train(ReadOnlySpan<int> sequence, Activations activations, DropoutContext? dropout, float gradientScale, Span<float> gradients) =>
        SequenceLoss.Train(model, sequence, activations, dropout, gradientScale, gradients);
}
