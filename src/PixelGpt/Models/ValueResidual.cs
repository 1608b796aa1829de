using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// The value residual of one block (Zhou et al. 2024): the values that attention reads are (1 − λ)·v + λ·v₁, with the block's own
/// values v, those of the first block v₁, and a learned number λ.
/// </summary>
/// <param name="weight">The parameter λ.</param>
internal sealed class ValueResidual(Parameter weight)
{
    /// <summary>The initial λ, as in the paper: both values count the same.</summary>
    public const float InitialWeight = 0.5f;

    /// <summary>Replaces values by the mixture.</summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="first">Values of the first block [T, key-value width].</param>
    /// <param name="values">The block's own values [T, key-value width], then the mixture.</param>
    /// <param name="own">Receives the block's own values [T, key-value width], which the backward pass reads.</param>
    public void Forward(in ForwardPass pass, MatrixSpan first, MatrixSpan values, MatrixSpan own)
    {
        float keep = 1 - weight.In(pass.Parameters)[0];
        for (int row = 0; row < values.Rows; row++)
        {
            Span<float> mixture = Row(values, row);
            mixture.CopyTo(Row(own, row));
            pass.Kernels.UpdateAverage(Row(first, row), keep, mixture);
        }
    }

    /// <summary>Replaces the gradient of the mixture by that of the block's own values, and adds to those of the first block's values and of λ.</summary>
    /// <param name="pass">Operands of the backward pass.</param>
    /// <param name="first">Values of the first block [T, key-value width].</param>
    /// <param name="own">The block's own values [T, key-value width].</param>
    /// <param name="dValues">Gradient of the mixture [T, key-value width], then of the block's own values.</param>
    /// <param name="dFirst">Gradient of the first block's values [T, key-value width]; added to.</param>
    public void Backward(in BackwardPass pass, MatrixSpan first, MatrixSpan own, MatrixSpan dValues, MatrixSpan dFirst)
    {
        float share = weight.In(pass.Parameters)[0], keep = 1 - share;
        double sum = 0;
        for (int row = 0; row < dValues.Rows; row++)
        {
            ReadOnlySpan<float> v1 = Row(first, row), v = Row(own, row);
            Span<float> d = Row(dValues, row), d1 = Row(dFirst, row);
            for (int i = 0; i < d.Length; i++)
            {
                sum += d[i] * (v1[i] - v[i]);
                d1[i] += share * d[i];
                d[i] *= keep;
            }
        }

        weight.In(pass.Gradients)[0] += (float)sum;
    }

    private static Span<float> Row(MatrixSpan matrix, int row) => matrix.Data.Slice(row * matrix.RowStride, matrix.Columns);
}
