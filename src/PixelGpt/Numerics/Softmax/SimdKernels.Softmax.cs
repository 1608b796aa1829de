using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    public void SoftmaxCrossEntropy(MatrixSpan logits, ReadOnlySpan<int> labels, float gradientScale, Span<float> nll)
    {
        CheckPadded(logits);
        CheckLength(logits.Rows, Math.Min(labels.Length, nll.Length));
        for (int row = 0; row < logits.Rows; row++)
        {
            Span<float> values = PaddedRow(logits, row);
            float label = values[labels[row]];
            float logSumExp = Softmax(ref MemoryMarshal.GetReference(values), PadWithNegativeInfinity(values, logits.Columns), 1);
            nll[row] = logSumExp - label;
            values[labels[row]] -= 1;
            Apply(values, values, values, new ScaleOperator(gradientScale));
        }
    }

    /// <summary>Computes softmax(scale · values) in place over whole vectors, and returns the log-sum-exp.</summary>
    private static float Softmax(ref float values, nint width, float scale)
    {
        (float max, float total) = Exponentials(ref values, width, scale);
        Multiply(ref values, width, 1 / total);
        return (max * scale) + MathF.Log(total);
    }

    /// <summary>Computes exp(scale · (values − maximum)) in place, and returns the maximum and the sum.</summary>
    [MethodImpl(Hot)]
    private static (float Max, float Total) Exponentials(ref float values, nint width, float scale)
    {
        TF maxima = S.Load(ref values, 0);
        for (nint i = S.Width; i < width; i += S.Width) maxima = S.Max(maxima, S.Load(ref values, i));
        float max = S.HorizontalMax(maxima);
        TF factor = S.Broadcast(scale), shift = S.Broadcast(-max * scale), sum = S.Broadcast(0f);
        nint at = 0;
        for (; at <= width - (2 * S.Width); at += 2 * S.Width)
        {
            TF a = S.MultiplyAdd(S.Load(ref values, at), factor, shift), b = S.MultiplyAdd(S.Load(ref values, at + S.Width), factor, shift);
            Exp(ref a, ref b);
            sum = S.Add(S.Add(sum, a), b);
            S.Store(a, ref values, at);
            S.Store(b, ref values, at + S.Width);
        }

        if (at < width)
        {
            TF a = S.MultiplyAdd(S.Load(ref values, at), factor, shift), b = a;
            Exp(ref a, ref b);
            sum = S.Add(sum, a);
            S.Store(a, ref values, at);
        }

        return (max, S.Sum(sum));
    }

    [MethodImpl(Hot)]
    private static void Multiply(ref float values, nint width, float multiplier)
    {
        TF factor = S.Broadcast(multiplier);
        for (nint i = 0; i < width; i += S.Width) S.Store(S.Multiply(S.Load(ref values, i), factor), ref values, i);
    }

    /// <summary>Pads the first <paramref name="columns"/> values of a row with −∞ to whole vectors, and returns the padded length.</summary>
    private static int PadWithNegativeInfinity(Span<float> row, int columns)
    {
        int width = Alignment.RoundUp(columns, S.Width);
        row[columns..width].Fill(float.NegativeInfinity);
        return width;
    }

    private static Span<float> PaddedRow(MatrixSpan matrix, int row) =>
        matrix.Data.Slice(row * matrix.RowStride, Alignment.RoundUp(matrix.Columns, S.Width));

    /// <summary>Checks that the rows are padded to whole vectors.</summary>
    private static void CheckPadded(MatrixSpan matrix)
    {
        int width = Alignment.RoundUp(matrix.Columns, S.Width);
        if (matrix.RowStride < width) throw new ArgumentException($"the row stride of a matrix with {matrix.Columns} columns must be at least {width} (got {matrix.RowStride})");
        CheckLength(((matrix.Rows - 1) * matrix.RowStride) + width, matrix.Data.Length);
    }
}
