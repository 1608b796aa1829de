namespace PixelGpt.Numerics;

internal partial interface IKernels
{
    /// <summary>Normalises each row with layer normalisation (Ba et al. 2016): y = (x − mean) · rstd · weight + bias.</summary>
    /// <param name="x">Input [T, D].</param>
    /// <param name="weight">Scale [D].</param>
    /// <param name="bias">Shift [D].</param>
    /// <param name="epsilon">Value added to the variance before the square root.</param>
    /// <param name="y">Output [T, D].</param>
    /// <param name="mean">Mean of each row [T].</param>
    /// <param name="rstd">Reciprocal standard deviation of each row [T].</param>
    void LayerNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> y, Span<float> mean, Span<float> rstd);

    /// <summary>Adds the gradients of <see cref="LayerNorm"/> to <paramref name="gradients"/>.</summary>
    /// <param name="dy">Gradient of the output [T, D].</param>
    /// <param name="x">Input of the forward pass [T, D].</param>
    /// <param name="weight">Scale [D].</param>
    /// <param name="mean">Means from the forward pass [T].</param>
    /// <param name="rstd">Reciprocal standard deviations from the forward pass [T].</param>
    /// <param name="gradients">Gradients of input, weight and bias.</param>
    void LayerNormBackward(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> mean, ReadOnlySpan<float> rstd, in LayerNormGradients gradients);

    /// <summary>Normalises each row by its root mean square (Zhang and Sennrich 2019): y = x · rstd · weight.</summary>
    /// <param name="x">Input [T, n].</param>
    /// <param name="weight">Scale [n].</param>
    /// <param name="epsilon">Value added to the mean square before the square root.</param>
    /// <param name="y">Output [T, n]; may be <paramref name="x"/>.</param>
    /// <param name="rstd">Reciprocal root mean square of each row [T].</param>
    void RmsNorm(ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, float epsilon, MatrixSpan y, Span<float> rstd);

    /// <summary>Adds the gradients of <see cref="RmsNorm"/> to <paramref name="dx"/> and <paramref name="dWeight"/>.</summary>
    /// <param name="dy">Gradient of the output [T, n].</param>
    /// <param name="x">Input of the forward pass [T, n].</param>
    /// <param name="weight">Scale [n].</param>
    /// <param name="rstd">Reciprocal root mean squares from the forward pass [T].</param>
    /// <param name="dx">Gradient of the input [T, n].</param>
    /// <param name="dWeight">Gradient of the scale [n].</param>
    void RmsNormBackward(ReadOnlyMatrixSpan dy, ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, ReadOnlySpan<float> rstd, MatrixSpan dx, Span<float> dWeight);
}
