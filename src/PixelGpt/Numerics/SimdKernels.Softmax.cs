using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    public void CausalSoftmax(MatrixSpan scores, int firstPosition, int window, float scale, Span<float> logSumExp)
    {
        CheckPadded(scores);
        CheckLength(scores.Rows, logSumExp.Length);
        for (int row = 0; row < scores.Rows; row++)
        {
            Span<float> values = PaddedRow(scores, row);
            int seen = Math.Min(firstPosition + row + 1, scores.Columns);
            values[..Math.Max(0, seen - window)].Fill(float.NegativeInfinity);
            logSumExp[row] = Softmax(ref MemoryMarshal.GetReference(values), FillUnseen(values, seen), scale);
            values[Alignment.RoundUp(seen, S.Width)..].Clear();
        }
    }

    public void CausalSoftmaxRecompute(MatrixSpan scores, int firstPosition, int window, float scale, ReadOnlySpan<float> logSumExp)
    {
        CheckPadded(scores);
        CheckLength(scores.Rows, logSumExp.Length);
        for (int row = 0; row < scores.Rows; row++)
        {
            Span<float> values = PaddedRow(scores, row);
            int seen = Math.Min(firstPosition + row + 1, scores.Columns);
            int width = FillUnseen(values, seen);
            values[..Math.Max(0, seen - window)].Fill(float.NegativeInfinity);
            Map(values[..width], values[..width], values, new SoftmaxMap(scale, -logSumExp[row]));
            values[width..].Clear();
        }
    }

    public void SoftmaxBackward(Matrix weights, ReadOnlySpan<float> rowDot, float scale, MatrixSpan dWeights)
    {
        for (int row = 0; row < dWeights.Rows; row++)
        {
            Span<float> gradient = dWeights.Data.Slice(row * dWeights.RowStride, dWeights.Columns);
            Map(gradient, weights.Data.Slice(row * weights.RowStride, dWeights.Columns), gradient, new SoftmaxBackwardMap(rowDot[row], scale));
        }
    }

    [MethodImpl(Hot)]
    public void RowDots(Matrix a, Matrix b, Span<float> dots)
    {
        for (int row = 0; row < a.Rows; row++)
        {
            ref float pa = ref Unsafe.Add(ref MemoryMarshal.GetReference(a.Data), (nint)row * a.RowStride);
            ref float pb = ref Unsafe.Add(ref MemoryMarshal.GetReference(b.Data), (nint)row * b.RowStride);
            nint i = 0, n = a.Columns;
            TF sum = S.Broadcast(0f);
            for (; i <= n - S.Width; i += S.Width) sum = S.MultiplyAdd(S.Load(ref pa, i), S.Load(ref pb, i), sum);
            if (i < n) sum = S.MultiplyAdd(LoadTail(ref pa, i, n - i, 0), LoadTail(ref pb, i, n - i, 0), sum);
            dots[row] = S.Sum(sum);
        }
    }

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

        float total = S.Sum(sum);
        TF inverse = S.Broadcast(1 / total);
        for (nint i = 0; i < width; i += S.Width) S.Store(S.Multiply(S.Load(ref values, i), inverse), ref values, i);
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

    private readonly struct SoftmaxMap(float scale, float shift) : IMap
    {
        [MethodImpl(Inline)]
        public TF Apply(TF x, TF other, TI index) => Exp(S.MultiplyAdd(x, S.Broadcast(scale), S.Broadcast(shift)));
    }

    private readonly struct SoftmaxBackwardMap(float rowDot, float scale) : IMap
    {
        [MethodImpl(Inline)]
        public TF Apply(TF x, TF other, TI index) =>
            S.Multiply(S.Multiply(S.Subtract(x, S.Broadcast(rowDot)), other), S.Broadcast(scale));
    }
}
