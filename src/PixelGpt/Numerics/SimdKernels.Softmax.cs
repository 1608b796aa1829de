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
            float logSumExp = Softmax(ref MemoryMarshal.GetReference(values), FillUnseen(values, logits.Columns), 1);
            nll[row] = logSumExp - label;
            values[labels[row]] -= 1;
            Map(values, values, values, new ScaleMap(gradientScale));
        }
    }

    /// <summary>In place softmax(scale · values) over whole vectors; gives log Σ exp(scale · values).</summary>
    private static float Softmax(ref float values, nint width, float scale)
    {
        (float max, float total) = Exponentials(ref values, width, scale);
        Multiply(ref values, width, 1 / total);
        return (max * scale) + MathF.Log(total);
    }

    /// <summary>In place exp(scale · (values − their greatest)); gives the greatest, and the sum.</summary>
    [MethodImpl(Hot)]
    private static (float Max, float Total) Exponentials(ref float values, nint width, float scale)
    {
        TF greatest = S.Load(ref values, 0);
        for (nint i = S.Width; i < width; i += S.Width) greatest = S.Max(greatest, S.Load(ref values, i));
        float max = S.MaxAcross(greatest);
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
    private static void Multiply(ref float values, nint width, float by)
    {
        TF factor = S.Broadcast(by);
        for (nint i = 0; i < width; i += S.Width) S.Store(S.Multiply(S.Load(ref values, i), factor), ref values, i);
    }

    /// <summary>Puts −∞ behind the columns a row sees, up to a whole vector; gives the length with them.</summary>
    private static int FillUnseen(Span<float> row, int seen)
    {
        int width = Alignment.RoundUp(seen, S.Width);
        row[seen..width].Fill(float.NegativeInfinity);
        return width;
    }

    private static Span<float> PaddedRow(MatrixSpan matrix, int row) =>
        matrix.Data.Slice(row * matrix.RowStride, Alignment.RoundUp(matrix.Columns, S.Width));

    /// <summary>Rows must have room for whole vectors.</summary>
    private static void CheckPadded(MatrixSpan matrix)
    {
        int width = Alignment.RoundUp(matrix.Columns, S.Width);
        if (matrix.RowStride < width) throw new ArgumentException($"rows of {matrix.Columns} columns need a stride of {width}; it is {matrix.RowStride}");
        CheckLength(((matrix.Rows - 1) * matrix.RowStride) + width, matrix.Data.Length);
    }
}
