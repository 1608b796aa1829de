using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>Root-mean-square normalisation with its scale.</summary>
internal sealed class RmsNorm(Parameter weight, float epsilon) : INorm
{
    public void Forward(IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlySpan<float> x, Span<float> y, NormStatistics kept) =>
        Forward(kernels, parameters, Rows(x, kept), new MatrixSpan(y, kept.Rstd.Length, weight.Length), kept.Rstd);

    public void Backward(
        IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlySpan<float> dy, ReadOnlySpan<float> x, NormStatistics kept, Span<float> gradients, Span<float> dx) =>
        Backward(kernels, parameters, Rows(dy, kept), Rows(x, kept), kept.Rstd, gradients, new MatrixSpan(dx, kept.Rstd.Length, weight.Length));

    /// <summary>The same for rows that lie apart, such as one head of many.</summary>
    public void Forward(IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlyMatrixSpan x, MatrixSpan y, Span<float> rstd) =>
        kernels.RmsNorm(x, weight.In(parameters), epsilon, y, rstd);

    /// <summary>The same for rows that lie apart.</summary>
    public void Backward(IKernels kernels, ReadOnlySpan<float> parameters, ReadOnlyMatrixSpan dy, ReadOnlyMatrixSpan x, ReadOnlySpan<float> rstd, Span<float> gradients, MatrixSpan dx) =>
        kernels.RmsNormBackward(dy, x, weight.In(parameters), rstd, dx, weight.In(gradients));

    private ReadOnlyMatrixSpan Rows(ReadOnlySpan<float> x, NormStatistics kept) => new(x, kept.Rstd.Length, weight.Length);
}
