using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Training;

/// <summary>Compares the gradients of a model with finite differences of its loss, to test a model family, a composed block or a loss of a program.</summary>
public static class GradientCheck
{
    private const float Step = 4e-3f;

    /// <summary>Checks the gradient of every parameter of a model with random weights, each in one random direction.</summary>
    /// <param name="config">The configuration of the model; sizes of about 20 are enough.</param>
    /// <param name="palette">The palette.</param>
    /// <param name="sprite">A complete sprite.</param>
    /// <param name="loss">The loss; null for the cross-entropy.</param>
    /// <param name="seed">Seed of the weights and directions.</param>
    /// <returns>The derivatives of the sum of the loss over all pixels, one per parameter.</returns>
    /// <exception cref="InputException">The sprite is partial, or does not fit the model.</exception>
    public static IReadOnlyList<GradientDifference> Run(ModelConfig config, Palette palette, Sprite sprite, IPixelLoss? loss = null, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(palette);
        ArgumentNullException.ThrowIfNull(sprite);
        config.CheckFits(palette.Count, sprite.Width * sprite.Height, "the configuration");
        _ = SequenceViews.Train(sprite);
        int[] pixels = sprite.Pixels.ToArray();
        Transformer model = config.Build(palette: palette);
        model.Parameters.Initialize(seed);
        var random = new PhiloxRandom(seed, stream: 99);
        foreach (Parameter parameter in model.Parameters.All)
        {
            // Weights must be large enough that every part affects the loss.
            foreach (ref float value in parameter.In(model.Parameters.Values)) value += (float)(0.3 * random.NextNormal());
        }

        model.Pack();
        Activations activations = model.CreateActivations(pixels.Length, training: true);
        return Compare(model, gradients => SequenceLoss.AddGradient(model, pixels, LossTargets.Of(pixels.AsSpan(1), loss), activations, null, 1, gradients, PictureContext.Of(sprite)), seed);
    }

    /// <summary>Compares the gradient of every parameter in a random direction.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">Computes the loss of the model and adds its gradients to an array.</param>
    /// <param name="seed">Seed of the directions.</param>
    internal static IReadOnlyList<GradientDifference> Compare(Transformer model, Func<float[], double> loss, ulong seed)
    {
        float[] gradients = new float[model.Parameters.Extent], unused = new float[model.Parameters.Extent];
        loss(gradients);
        model.CompleteGradients(gradients);
        var random = new PhiloxRandom(seed);
        var differences = new List<GradientDifference>();
        foreach (Parameter parameter in model.Parameters.All)
        {
            float[] direction = new float[parameter.Length];
            foreach (ref float value in direction.AsSpan()) value = (float)(random.NextNormal() / Math.Sqrt(parameter.Length));
            double expected = 0;
            ReadOnlySpan<float> gradient = parameter.In((ReadOnlySpan<float>)gradients);
            for (int i = 0; i < direction.Length; i++) expected += direction[i] * gradient[i];

            float[] start = model.Parameters[parameter].ToArray();
            double above = LossAt(Step), below = LossAt(-Step);
            Move(0);
            model.Pack();
            differences.Add(new GradientDifference(parameter.Name, expected, (above - below) / (2 * Step)));

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

        return differences;
    }
}
