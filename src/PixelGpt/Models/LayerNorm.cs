using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>Layer normalisation with its scale and shift.</summary>
internal sealed class LayerNorm(Parameter weight, Parameter bias, float epsilon)
{
    /// <summary>x [T, D] → y [T, D]; T is the length of the statistics.</summary>
    public void Forward(IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, Span<float> y, NormStatistics kept) =>
        kernels.LayerNorm(x, weight.In(parameters), bias.In(parameters), epsilon, y, kept.Mean, kept.Rstd);

    /// <summary>Adds the gradient to dx [T, D] and to the gradients of scale and shift.</summary>
    public void Backward(
        IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlySpan<float> dy, ReadOnlySpan<float> x, NormStatistics kept, Span<float> gradients, Span<float> dx) =>
        kernels.LayerNormBackward(dy, x, weight.In(parameters), kept.Mean, kept.Rstd, dx, weight.In(gradients), bias.In(gradients));
}

/// <summary>The mean and inverse deviation of each row, kept for the backward pass.</summary>
internal readonly ref struct NormStatistics(Span<float> mean, Span<float> rstd)
{
    public Span<float> Mean { get; } = mean;

    public Span<float> Rstd { get; } = rstd;
}
