using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>A normalisation of rows [T, D], with what it learns.</summary>
internal interface INorm
{
    /// <summary>x [T, D] → y [T, D]; T is the length of the statistics, which are kept for the way back.</summary>
    void Forward(IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, Span<float> y, NormStatistics kept);

    /// <summary>Adds the gradient to dx [T, D] and to the gradients of what it learns.</summary>
    void Backward(IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlySpan<float> dy, ReadOnlySpan<float> x, NormStatistics kept, Span<float> gradients, Span<float> dx);
}

/// <summary>The mean and inverse deviation of each row, kept for the backward pass.</summary>
internal readonly ref struct NormStatistics(Span<float> mean, Span<float> rstd)
{
    public Span<float> Mean { get; } = mean;

    public Span<float> Rstd { get; } = rstd;
}
