using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

/// <summary>Compares the gradients of a whole model, with dropout, with finite differences of its loss. Needs no reference data.</summary>
public class FiniteDifferenceTests
{
    private static readonly PictureContext Picture = new(TinyModels.Width, TinyModels.Height) { IsFlipped = true, ShiftX = -1, ShiftY = 2 };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string family in TinyModels.Variants)
                foreach (IKernels kernels in Kernels.Available) cases.Add(family, kernels.Name);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_match_finite_differences(string family, string kernels)
    {
        Transformer model = TinyModels.Family(family, Kernels.Choose(kernels), dropout: 0.2);
        int[] pixels = TinyModels.Pixels(model, seed: 5);
        Activations activations = model.CreateActivations(pixels.Length, training: true);
        var dropout = new DropoutContext(7, 3, 1);
        float[] gradients = new float[model.Parameters.Extent], unused = new float[model.Parameters.Extent];

        double Loss()
        {
            model.Pack();
            return SequenceLoss.AddGradient(model, pixels, activations, dropout, 1, unused, Picture);
        }

        SequenceLoss.AddGradient(model, pixels, activations, dropout, 1, gradients, Picture);
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
            Move(model, parameter, start, direction, Step);
            double above = Loss();
            Move(model, parameter, start, direction, -Step);
            double below = Loss();
            Move(model, parameter, start, direction, 0);
            double actual = (above - below) / (2 * Step);
            Assert.True(Math.Abs(actual - expected) <= 0.02 + (0.01 * Math.Abs(expected)), $"{parameter.Name}: the gradient is {expected}, but the finite difference is {actual}");
        }
    }

    private static void Move(Transformer model, Parameter parameter, float[] start, float[] direction, float step)
    {
        Span<float> values = parameter.In(model.Parameters.Values);
        for (int i = 0; i < start.Length; i++) values[i] = start[i] + (step * direction[i]);
    }
}
