using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Models;

/// <summary>Compares the loss with target distributions and its gradients with the definition, with finite differences and with the loss of labels.</summary>
public class SoftTargetTests
{
    private static readonly PictureContext Picture = new(TinyModels.Width, TinyModels.Height);

    [Theory]
    [MemberData(nameof(TinyModels.VariantsAndKernels), MemberType = typeof(TinyModels))]
    public void Gradients_match_finite_differences(string family, string kernels)
    {
        Transformer model = TinyModels.Family(family, Kernels.Choose(kernels), dropout: 0.2);
        int[] pixels = TinyModels.Pixels(model, seed: 5)[..30];
        Activations activations = model.CreateActivations(pixels.Length, training: true);
        var dropout = new DropoutContext(7, 3, 1);
        FiniteDifferences.Check(model, gradients => SequenceLoss.AddGradient(model, pixels, LossTargets.Of(RandomTargets(pixels.Length - 1)), activations, dropout, 1, gradients, Picture));
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("pixelgpt")]
    public void The_loss_is_the_cross_entropy_of_targets_and_predictions(string family)
    {
        Transformer model = TinyModels.Family(family);
        int[] pixels = TinyModels.Pixels(model, seed: 5);
        Activations activations = model.CreateActivations(pixels.Length, training: true);
        MatrixSpan targets = RandomTargets(pixels.Length - 1), predictions = SequenceLoss.Distributions(model, pixels, activations, Picture);
        double expected = 0;
        for (int row = 0; row < targets.Rows; row++)
        {
            for (int color = 0; color < targets.Columns; color++) expected -= Probabilities.Row(targets, row)[color] * Math.Log(Probabilities.Row(predictions, row)[color]);
        }

        double actual = SequenceLoss.AddGradient(model, pixels, LossTargets.Of(targets), activations, null, 1, new float[model.Parameters.Extent], Picture);
        Assert.Equal(expected, actual, 1e-4 * expected);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("pixelgpt")]
    public void One_hot_targets_have_the_loss_and_gradient_of_labels(string family)
    {
        Transformer model = TinyModels.Family(family);
        int[] pixels = TinyModels.Pixels(model, seed: 5);
        Activations activations = model.CreateActivations(pixels.Length, training: true);
        float[] expected = new float[model.Parameters.Extent], actual = new float[model.Parameters.Extent];
        var targets = new MatrixSpan(new float[(pixels.Length - 1) * 16], pixels.Length - 1, TinyModels.Colors, 16);
        for (int row = 0; row < targets.Rows; row++) Probabilities.Row(targets, row)[pixels[row + 1]] = 1;
        double labels = SequenceLoss.AddGradient(model, pixels, activations, null, 1, expected, Picture);
        Assert.Equal(labels, SequenceLoss.AddGradient(model, pixels, LossTargets.Of(targets), activations, null, 1, actual, Picture), 1e-4);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-3f + (1e-4f * Math.Abs(expected[i])));
    }

    /// <summary>Creates the same random distributions at each call.</summary>
    private static MatrixSpan RandomTargets(int rows)
    {
        var random = new PhiloxRandom(21);
        var targets = new MatrixSpan(new float[rows * 16], rows, TinyModels.Colors, 16);
        for (int row = 0; row < rows; row++)
        {
            Span<float> target = Probabilities.Row(targets, row);
            float sum = 0;
            foreach (ref float value in target) sum += value = (float)Math.Exp(1.5 * random.NextNormal());
            foreach (ref float value in target) value /= sum;
        }

        return targets;
    }
}
