using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Infrastructure;

/// <summary>Compares gradients with finite differences of a loss.</summary>
internal static class FiniteDifferences
{
    /// <summary>Checks the gradient of every parameter in a random direction.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">Computes the loss of the model and adds its gradients to an array.</param>
    public static void Check(Transformer model, Func<float[], double> loss)
    {
        float[] gradients = new float[model.Parameters.Extent], unused = new float[model.Parameters.Extent];
        loss(gradients);
        model.CompleteGradients(gradients);
        var random = new PhiloxRandom(11);
        foreach (Parameter parameter in model.Parameters.All)
        {
            float[] direction = new float[parameter.Length];
            foreach (ref float value in direction.AsSpan()) value = (float)(random.NextNormal() / Math.Sqrt(parameter.Length));
            double expected = 0;
            ReadOnlySpan<float> gradient = parameter.In((ReadOnlySpan<float>)gradients);
            for (int i = 0; i < direction.Length; i++) expected += direction[i] * gradient[i];

            const float Step = 4e-3f;
            float[] start = model.Parameters[parameter].ToArray();
            double above = LossAt(Step), below = LossAt(-Step);
            Move(0);
            double actual = (above - below) / (2 * Step);
            Assert.True(Math.Abs(actual - expected) <= 0.02 + (0.01 * Math.Abs(expected)), $"{parameter.Name}: the gradient is {expected}, but the finite difference is {actual}");

            double LossAt(float step)
            {
                Move(step);
                model.Pack();
                return loss(unused);
            }

            void Move(float step)
            {
                Span<float> values = parameter.In(model.Parameters.Values);
                for (int i = 0; i < start.Length; i++) values[i] = start[i] + (step * direction[i]);
            }
        }
    }
}
