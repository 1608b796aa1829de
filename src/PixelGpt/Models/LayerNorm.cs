using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>Layer normalisation with its scale and shift.</summary>
internal sealed class LayerNorm(Parameter weight, Parameter bias, float epsilon) : INorm
{
    public void Forward(IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, Span<float> y, NormStatistics kept) =>
        kernels.LayerNorm(x, weight.In(parameters), bias.In(parameters), epsilon, y, kept.Mean, kept.Rstd);

    public void Backward(
        IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlySpan<float> dy, ReadOnlySpan<float> x, NormStatistics kept, Span<float> gradients, Span<float> dx) =>
        kernels.LayerNormBackward(dy, x, weight.In(parameters), kept.Mean, kept.Rstd, new LayerNormGradients(dx, weight.In(gradients), bias.In(gradients)));
}
