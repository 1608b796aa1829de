using PixelGpt.Models;
using PixelGpt.Training;

namespace PixelGpt.Tests.Infrastructure;

/// <summary>Compares gradients with finite differences of a loss.</summary>
internal static class FiniteDifferences
{
    /// <summary>Checks the gradient of every parameter in a random direction.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">Computes the loss of the model and adds its gradients to an array.</param>
    public static void Check(Transformer model, Func<float[], double> loss) =>
        Assert.All(GradientCheck.Compare(model, loss, seed: 11), d => Assert.True(d.Agrees, $"{d.Parameter}: the gradient is {d.Gradient}, but the finite difference is {d.FiniteDifference}"));
}
