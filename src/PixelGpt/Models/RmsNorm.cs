using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>Root-mean-square normalisation (Zhang and Sennrich 2019): y = x / √(mean(x²) + ε) ⊙ weight for each row x.</summary>
internal sealed class RmsNorm(Parameter weight, float epsilon) : INorm
{
    public void Forward(in ForwardPass pass, ReadOnlySpan<float> x, Span<float> y, NormStatistics statistics) =>
        Forward(pass, Rows(x, statistics), new MatrixSpan(y, statistics.Rstd.Length, weight.Length), statistics.Rstd);

    public void Backward(in BackwardPass pass, ReadOnlySpan<float> dy, ReadOnlySpan<float> x, NormStatistics statistics, Span<float> dx) =>
        Backward(pass, Rows(dy, statistics), Rows(x, statistics), statistics.Rstd, new MatrixSpan(dx, statistics.Rstd.Length, weight.Length));

    /// <summary>Normalises rows with any row stride, such as the columns of one head.</summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="x">Input [T, n].</param>
    /// <param name="y">Receives the output [T, n].</param>
    /// <param name="rstd">Receives the inverse root mean square of each row [T].</param>
    public void Forward(in ForwardPass pass, ReadOnlyMatrixSpan x, MatrixSpan y, Span<float> rstd) =>
        pass.Kernels.RmsNorm(x, weight.In(pass.Parameters), epsilon, y, rstd);

    /// <summary>Adds to the gradients of rows with any row stride and of the weight.</summary>
    /// <param name="pass">Operands of the backward pass.</param>
    /// <param name="dy">Gradient of the output [T, n].</param>
    /// <param name="x">Input of the forward pass [T, n].</param>
    /// <param name="rstd">Inverse root mean square of each row [T].</param>
    /// <param name="dx">Gradient of the input [T, n]; added to.</param>
    public void Backward(in BackwardPass pass, ReadOnlyMatrixSpan dy, ReadOnlyMatrixSpan x, ReadOnlySpan<float> rstd, MatrixSpan dx) =>
        pass.Kernels.RmsNormBackward(dy, x, weight.In(pass.Parameters), rstd, dx, weight.In(pass.Gradients));

    private ReadOnlyMatrixSpan Rows(ReadOnlySpan<float> x, NormStatistics statistics) => new(x, statistics.Rstd.Length, weight.Length);
}
