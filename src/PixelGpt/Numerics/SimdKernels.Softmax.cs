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
    [MethodImpl(Hot)]
    private static float Softmax(ref float values, nint width, float scale)
    {
        float logSumExp = Exponentials(ref values, width, scale, out float total);
        TF inverse = S.Broadcast(1 / total);
        for (nint i = 0; i < width; i += S.Width) S.Store(S.Multiply(S.Load(ref values, i), inverse), ref values, i);
        return logSumExp;
    }

    /// <summary>In place exp(scale · values − their greatest), and their sum; gives log Σ exp(scale · values).</summary>
    [MethodImpl(Inline)]
    private static float Exponentials(ref float values, nint width, float scale, out float total)
    {
        TF greatest = S.Load(ref values, 0);
        for (nint i = S.Width; i < width; i += S.Width) greatest = S.Max(greatest, S.Load(ref values, i));
        float max = S.MaxAcross(greatest);
        TF factor = S.Broadcast(scale), shift = S.Broadcast(-max * scale), sum = S.Broadcast(0f);
        for (nint i = 0; i < width; i += S.Width)
        {
            TF e = Exp(S.MultiplyAdd(S.Load(ref values, i), factor, shift));
            sum = S.Add(sum, e);
            S.Store(e, ref values, i);
        }

        total = S.Sum(sum);
        return (max * scale) + MathF.Log(total);
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
