using System.Globalization;
using PixelGpt.Models;

namespace PixelGpt.Training;

/// <summary>
/// A step whose loss or gradient is not finite, or whose loss exceeds the limit. It is detected before the optimizer changes
/// the weights.
/// </summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Batch">The batch in the epoch, from 1.</param>
/// <param name="Sprites">Indices of the batch's sprites in the train split, from 0.</param>
/// <param name="Loss">Mean loss of the batch, in nats per pixel.</param>
/// <param name="Parameter">Name of the parameter with the largest gradient.</param>
/// <param name="Gradient">The gradient with the largest magnitude; NaN counts as the largest.</param>
public sealed record BadStep(long Step, int Epoch, int Batch, IReadOnlyList<int> Sprites, double Loss, string Parameter, float Gradient)
{
    /// <summary>The limit of the loss, as a multiple of ln V, the loss of a uniform distribution over V colours.</summary>
    public const double LossLimitFactor = 10;

    /// <summary>Returns whether a step is bad.</summary>
    /// <param name="loss">Mean loss of the batch.</param>
    /// <param name="limit">Limit of the loss; ∞ for a loss of a program, whose scale is not known.</param>
    /// <param name="gradientNorm">Norm of the gradient of the batch.</param>
    internal static bool IsBad(double loss, double limit, double gradientNorm) => !double.IsFinite(loss) || !double.IsFinite(gradientNorm) || loss > limit;

    /// <summary>Returns the limit of the cross-entropy.</summary>
    /// <param name="model">Model that is trained.</param>
    internal static double LossLimit(Transformer model) => LossLimitFactor * Math.Log(model.Description.VocabularySize);

    /// <summary>Returns the gradient with the largest magnitude and the name of its parameter.</summary>
    internal static (string Parameter, float Gradient) LargestGradient(ParameterSet parameters, ReadOnlySpan<float> gradients)
    {
        (string name, float largest) = ("", 0);
        foreach (Parameter parameter in parameters.All)
        {
            foreach (float value in parameter.In(gradients))
            {
                if (name.Length > 0 && !(Magnitude(value) > Magnitude(largest))) continue;
                (name, largest) = (parameter.Name, value);
            }
        }

        return (name, largest);

        static double Magnitude(float value) => float.IsNaN(value) ? double.PositiveInfinity : float.IsInfinity(value) ? double.MaxValue : Math.Abs((double)value);
    }

    /// <summary>Formats the bad step as one line.</summary>
    /// <returns>The line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"bad step {Step} (epoch {Epoch}, batch {Batch}, train sprites {string.Join(", ", Sprites.Take(4))}{(Sprites.Count > 4 ? $" and {Sprites.Count - 4} more" : "")}): loss {Loss:G6}, largest gradient {Gradient:G6} in {Parameter}");
}
