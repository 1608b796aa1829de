using PixelGpt.Benchmarking;
using PixelGpt.Models;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Benchmarking;

/// <summary>Timed kernels compute the same results and record every call.</summary>
public class TimedKernelsTests
{
    [Theory]
    [InlineData("gpt2")]
    [InlineData("qwen3")]
    [InlineData("pixelgpt")]
    public void Gradients_are_bit_identical_and_products_are_counted(string family)
    {
        var timed = new TimedKernels(Kernels.Best);
        Transformer plain = TinyModels.Family(family, dropout: 0.1), timedModel = TinyModels.Family(family, timed, dropout: 0.1);
        timed.Times.Clear();
        Assert.Equal(Gradients(plain), Gradients(timedModel));

        Assert.All(timed.Times.All, t => Assert.True(t.Calls > 0 && t.Ticks >= 0 && t.Operations + t.Bytes > 0, $"{t.Key}"));
        double executed = timed.Times.All.Sum(t => t.Operations);

        // The backward pass recomputes scores and blocks extend past the diagonal, so more operations are executed than are useful.
        double useful = UsefulOperations.Training(plain.Description, TinyModels.Width * TinyModels.Height);
        Assert.InRange(executed, useful, 2 * useful);
    }

    [Fact]
    public void Products_are_distinguished_by_shape_on_request()
    {
        var timed = new TimedKernels(Kernels.Best, byShape: true);
        float[] a = new float[6], b = new float[12], c = new float[8];
        for (int i = 0; i < 3; i++) timed.MatMul(new ReadOnlyMatrixSpan(a, 2, 3), new ReadOnlyMatrixSpan(b, 3, 4), false, new MatrixSpan(c, 2, 4));
        KernelTime only = Assert.Single(timed.Times.All);
        Assert.Equal("MatMul 2×3×4", $"{only.Key}");
        Assert.Equal((3, 3 * 48), (only.Calls, only.Operations));
    }

    private static float[] Gradients(Transformer model)
    {
        int[] pixels = TinyModels.Pixels(model, seed: 4);
        var gradients = new FloatBuffer(model.Parameters.Extent);
        Activations activations = model.CreateActivations(pixels.Length, training: true);
        _ = SequenceLoss.AddGradient(model, pixels, activations, new DropoutContext(1, 2, 3), 1, gradients.Span);
        model.CompleteGradients(gradients.Span);
        return gradients.Span.ToArray();
    }
}
