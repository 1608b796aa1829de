using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>Operations on rows of probabilities [T, V]. The result of a row does not depend on the other rows.</summary>
internal static class Probabilities
{
    /// <summary>The smallest probability, so that every log-probability is finite.</summary>
    public const float Min = 1e-30f;

    /// <summary>Replaces one row of logits by its softmax.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="logits">Logits [T, V]. Rows are padded to whole vectors.</param>
    /// <param name="row">Index of the row.</param>
    /// <returns>The log-sum-exp of the logits.</returns>
    public static float Softmax(IKernels kernels, MatrixSpan logits, int row)
    {
        // A causal mask that reaches the last column.
        Span<float> logSumExp = stackalloc float[1];
        var one = new MatrixSpan(logits.Data.Slice(row * logits.RowStride, logits.RowStride), 1, logits.Columns, logits.RowStride);
        kernels.CausalSoftmax(one, new CausalSoftmaxOptions(new CausalMask(logits.Columns - 1), 1), logSumExp);
        return logSumExp[0];
    }

    /// <summary>Replaces probabilities by their logarithms.</summary>
    /// <param name="probabilities">Probabilities [T, V].</param>
    public static void ToLogarithms(MatrixSpan probabilities)
    {
        for (int row = 0; row < probabilities.Rows; row++)
        {
            foreach (ref float value in Row(probabilities, row)) value = MathF.Log(Math.Max(value, Min));
        }
    }

    /// <summary>Adds probabilities to a sum.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="probabilities">Probabilities [T, V].</param>
    /// <param name="sum">Sum [T, V]; added to.</param>
    public static void Add(IKernels kernels, MatrixSpan probabilities, MatrixSpan sum)
    {
        for (int row = 0; row < sum.Rows; row++) kernels.Add(Row(probabilities, row), Row(sum, row));
    }

    /// <summary>Divides a sum of distributions by their number.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="sum">Sum [T, V], then mean.</param>
    /// <param name="count">Number of distributions.</param>
    public static void Divide(IKernels kernels, MatrixSpan sum, int count)
    {
        for (int row = 0; row < sum.Rows; row++) kernels.Scale(Row(sum, row), 1f / count);
    }

    /// <summary>Returns one row.</summary>
    public static Span<float> Row(MatrixSpan matrix, int row) => matrix.Data.Slice(row * matrix.RowStride, matrix.Columns);
}
