namespace PixelGpt.Models;

/// <summary>
/// A loss that a program trains with instead of the cross-entropy, for one pixel. The loss of a step is the mean over all pixels of its
/// pictures but the first of each.
/// </summary>
public interface IPixelLoss
{
    /// <summary>The name of the loss with its settings, such as <c>focal(2)</c>. A run saves it, and can only be resumed with a loss of the same name.</summary>
    string Name { get; }

    /// <summary>Computes the loss and its gradient. Several threads call it at once, so it must not change fields.</summary>
    /// <param name="logits">The logits of all colours [V]: log-probabilities up to a constant, whose softmax is the predicted distribution.</param>
    /// <param name="target">The correct colour, and where its pixel is.</param>
    /// <param name="gradient">Receives the derivative of the loss with respect to each logit [V].</param>
    /// <returns>The loss, in nats.</returns>
    double Compute(ReadOnlySpan<float> logits, PixelTarget target, Span<float> gradient);
}
