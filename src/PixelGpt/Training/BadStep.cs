using System.Globalization;
using PixelGpt.Models;

namespace PixelGpt.Training;

/// <summary>
/// A step that would ruin a model: its loss or a gradient is not a number or infinite, or the loss is so far above
/// guessing that training has run away. It is found before the optimizer takes it.
/// </summary>
/// <param name="Step">Which step it is, from 1.</param>
/// <param name="Epoch">Its epoch, from 1.</param>
/// <param name="Batch">Its batch in the epoch, from 1.</param>
/// <param name="Sprites">The indices of the batch's sprites in the train split, from 0.</param>
/// <param name="Loss">The batch's mean loss, in nats a pixel.</param>
/// <param name="Parameter">The parameter that has the largest gradient.</param>
/// <param name="Gradient">The largest gradient, by magnitude; NaN counts as the largest.</param>
public sealed record BadStep(long Step, int Epoch, int Batch, IReadOnlyList<int> Sprites, double Loss, string Parameter, float Gradient)
{
    /// <summary>Training has run away where the loss is so many times that of guessing all colours alike, ln V.</summary>
    public const double RunawayFactor = 10;

    /// <summary>Finds out whether a step whose gradient has been computed is bad.</summary>
    internal static bool Is(double loss, BatchGradient gradient, Transformer model) =>
        !double.IsFinite(loss) || !double.IsFinite(gradient.Norm) || loss > RunawayFactor * Math.Log(model.Description.VocabularySize);

    /// <summary>The parameter with the largest gradient, and that gradient.</summary>
    internal static (string Parameter, float Gradient) Largest(ParameterSet parameters, ReadOnlySpan<float> gradients)
    {
        (string name, float largest) = ("", 0);
        foreach (Parameter parameter in parameters.All)
        {
            foreach (float value in parameter.In(gradients))
            {
                if (name.Length > 0 && !(Rank(value) > Rank(largest))) continue;
                (name, largest) = (parameter.Name, value);
            }
        }

        return (name, largest);

        static double Rank(float value) => float.IsNaN(value) ? double.PositiveInfinity : float.IsInfinity(value) ? double.MaxValue : Math.Abs((double)value);
    }

    /// <summary>All of it, in one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"step {Step} (epoch {Epoch}, batch {Batch}: sprites {string.Join(", ", Sprites.Take(4))}{(Sprites.Count > 4 ? $" and {Sprites.Count - 4} more" : "")} of train) is bad: loss {Loss:G6}, largest gradient {Gradient:G6} in {Parameter}");
}
