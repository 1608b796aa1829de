using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>The weights of causal attention, row by row: softmax and dropout in one, forward and back.</content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    public void CausalSoftmax(MatrixSpan scores, int firstPosition, int window, float scale, Span<float> logSumExp, Dropout dropout = default, int period = 0)
    {
        CheckPadded(scores);
        CheckLength(scores.Rows, logSumExp.Length);
        var range = new CausalRange(firstPosition, window);
        for (int row = 0; row < scores.Rows; row++)
        {
            Span<float> seen = Seen(scores, row, range, out int first);
            ref float values = ref MemoryMarshal.GetReference(seen);
            if (dropout.IsActive) logSumExp[row] = DroppedSoftmax(ref values, seen.Length, scale, new DropoutVectors(dropout, Counter(firstPosition + row, first, period)));
            else logSumExp[row] = Softmax(ref values, seen.Length, scale);
        }
    }

    public void CausalSoftmaxBackward(
        MatrixSpan scores, MatrixSpan dWeights, int firstPosition, int window, float scale, ReadOnlySpan<float> logSumExp, ReadOnlySpan<float> rowDot, Dropout dropout, int period)
    {
        CheckPadded(scores);
        CheckPadded(dWeights);
        CheckLength(scores.Rows, Math.Min(logSumExp.Length, rowDot.Length));
        var range = new CausalRange(firstPosition, window);
        for (int row = 0; row < scores.Rows; row++)
        {
            Span<float> seen = Seen(scores, row, range, out int first), gradients = PaddedRow(dWeights, row);
            gradients[..first].Clear();
            gradients[(first + seen.Length)..].Clear();
            ref float weight = ref MemoryMarshal.GetReference(seen);
            ref float gradient = ref gradients[first];
            if (dropout.IsActive) DroppedSoftmaxBackward(ref weight, ref gradient, seen.Length, scale, logSumExp[row], rowDot[row], new DropoutVectors(dropout, Counter(firstPosition + row, first, period)));
            else SoftmaxBackward(ref weight, ref gradient, seen.Length, scale, logSumExp[row], rowDot[row]);
        }
    }

    public void RowDots(Matrix a, Matrix b, Span<float> dots)
    {
        if (a.Columns % S.Width == 0) RowDots<WholeRows>(a, b, dots);
        else RowDots<RaggedRows>(a, b, dots);
    }

    [MethodImpl(Hot)]
    private static void RowDots<TEnd>(Matrix a, Matrix b, Span<float> dots)
        where TEnd : struct, IRowEnd
    {
        for (int row = 0; row < a.Rows; row++)
        {
            ref float pa = ref Unsafe.Add(ref MemoryMarshal.GetReference(a.Data), (nint)row * a.RowStride);
            ref float pb = ref Unsafe.Add(ref MemoryMarshal.GetReference(b.Data), (nint)row * b.RowStride);
            nint i = 0, n = a.Columns;
            TF sum = S.Broadcast(0f);
            for (; i <= n - S.Width; i += S.Width) sum = S.MultiplyAdd(S.Load(ref pa, i), S.Load(ref pb, i), sum);
            if (TEnd.IsRagged) sum = S.MultiplyAdd(LoadTail(ref pa, i, n - i, 0), LoadTail(ref pb, i, n - i, 0), sum);
            dots[row] = S.Sum(sum);
        }
    }

    /// <summary>
    /// Whole vectors around what a row sees, which begin at column <paramref name="first"/>: −∞ in them where it does not
    /// see, 0 in the rest of the row.
    /// </summary>
    private static Span<float> Seen(MatrixSpan scores, int row, CausalRange range, out int first)
    {
        Span<float> values = PaddedRow(scores, row);
        int begin = range.Begin(row), end = Math.Min(scores.Columns, range.End(row)), behind = Alignment.RoundUp(end, S.Width);
        first = begin / S.Width * S.Width;
        values[..first].Clear();
        values[first..begin].Fill(float.NegativeInfinity);
        values[end..behind].Fill(float.NegativeInfinity);
        values[behind..].Clear();
        return values[first..behind];
    }

    private static uint Counter(int position, int column, int period) => (uint)((position * period) + column);

    /// <summary>As <see cref="Softmax"/>, with dropout of the weights.</summary>
    [MethodImpl(Hot)]
    private static float DroppedSoftmax(ref float values, nint width, float scale, DropoutVectors dropout)
    {
        float logSumExp = Exponentials(ref values, width, scale, out float total);
        TF inverse = S.Broadcast(1 / total);
        TI index = S.Lanes, step = S.Broadcast((uint)S.Width);
        for (nint i = 0; i < width; i += S.Width)
        {
            S.Store(dropout.Apply(S.Multiply(S.Load(ref values, i), inverse), index), ref values, i);
            index = S.Add(index, step);
        }

        return logSumExp;
    }

    /// <summary>Scores become weights, and the weights' gradients those of the scores.</summary>
    [MethodImpl(Hot)]
    private static void SoftmaxBackward(ref float values, ref float gradients, nint width, float scale, float logSumExp, float rowDot)
    {
        TF factor = S.Broadcast(scale), shift = S.Broadcast(-logSumExp), dot = S.Broadcast(rowDot);
        for (nint i = 0; i < width; i += S.Width)
        {
            TF weight = Exp(S.MultiplyAdd(S.Load(ref values, i), factor, shift));
            S.Store(S.Multiply(S.Multiply(S.Subtract(S.Load(ref gradients, i), dot), weight), factor), ref gradients, i);
            S.Store(weight, ref values, i);
        }
    }

    /// <summary>The same where weights were dropped: the mask is made once, for the weights and for their gradients.</summary>
    [MethodImpl(Hot)]
    private static void DroppedSoftmaxBackward(ref float values, ref float gradients, nint width, float scale, float logSumExp, float rowDot, DropoutVectors dropout)
    {
        TF factor = S.Broadcast(scale), shift = S.Broadcast(-logSumExp), dot = S.Broadcast(rowDot);
        TI index = S.Lanes, step = S.Broadcast((uint)S.Width);
        for (nint i = 0; i < width; i += S.Width)
        {
            TF weight = Exp(S.MultiplyAdd(S.Load(ref values, i), factor, shift));
            TF kept = dropout.Factors(index);
            TF gradient = S.Subtract(S.Multiply(S.Load(ref gradients, i), kept), dot);
            S.Store(S.Multiply(S.Multiply(gradient, weight), factor), ref gradients, i);
            S.Store(S.Multiply(weight, kept), ref values, i);
            index = S.Add(index, step);
        }
    }
}
