using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>Layer normalisation (Ba et al. 2016): y = (x − mean(x)) / √(var(x) + ε) ⊙ weight + bias for each row x.</summary>
internal sealed class LayerNorm(Parameter weight, Parameter bias, float epsilon) : INorm
{
    public void Forward(in ForwardPass pass, ReadOnlySpan<float> x, Span<float> y, NormStatistics statistics) =>
        pass.Kernels.LayerNorm(x, weight.In(pass.Parameters), bias.In(pass.Parameters), epsilon, y, statistics.Mean, statistics.Rstd);

    public void Backward(in BackwardPass pass, ReadOnlySpan<float> dy, ReadOnlySpan<float> x, NormStatistics statistics, Span<float> dx) =>
        pass.Kernels.LayerNormBackward(
            dy, x, weight.In(pass.Parameters), statistics.Mean, statistics.Rstd, new LayerNormGradients(dx, weight.In(pass.Gradients), bias.In(pass.Gradients)));
}
