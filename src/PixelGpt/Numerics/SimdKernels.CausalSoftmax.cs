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
            if (dropout.IsActive) logSumExp[row] = DroppedSoftmax(ref values, seen.Length, scale, dropout, Counter(firstPosition + row, first, period));
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
            Zero(gradients, 0, first);
            Zero(gradients, first + seen.Length, gradients.Length);
            ref float weight = ref MemoryMarshal.GetReference(seen);
            ref float gradient = ref gradients[first];
            if (dropout.IsActive) DroppedSoftmaxBackward(ref weight, ref gradient, seen.Length, scale, logSumExp[row], rowDot[row], dropout, Counter(firstPosition + row, first, period));
            else SoftmaxBackward(ref weight, ref gradient, seen.Length, scale, logSumExp[row], rowDot[row]);
        }
    }

    public void RowDots(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, Span<float> dots)
    {
        if (a.Columns % S.Width == 0) RowDots<WholeRows>(a, b, dots);
        else RowDots<RaggedRows>(a, b, dots);
    }

    [MethodImpl(Hot)]
    private static void RowDots<TEnd>(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, Span<float> dots)
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
        Zero(values, 0, first);
        for (int i = first; i < begin; i++) values[i] = float.NegativeInfinity;
        for (int i = end; i < behind; i++) values[i] = float.NegativeInfinity;
        Zero(values, behind, values.Length);
        return values[first..behind];
    }

    /// <summary>Whole vectors of zeros: there are few, so a loop is quicker than a call.</summary>
    [MethodImpl(Inline)]
    private static void Zero(Span<float> values, int begin, int end)
    {
        for (int i = begin; i < end; i += S.Width) S.Store(S.Broadcast(0f), ref values[i], 0);
    }

    private static uint Counter(int position, int column, int period) => (uint)((position * period) + column);

    /// <summary>As <see cref="Softmax"/>, with dropout of the weights.</summary>
    private static float DroppedSoftmax(ref float values, nint width, float scale, Dropout dropout, uint counter)
    {
        (float max, float total) = Exponentials(ref values, width, scale);
        Drop(ref values, width, 1 / total, dropout, counter);
        return (max * scale) + MathF.Log(total);
    }

    /// <summary>In place dropout(values · by).</summary>
    [MethodImpl(Hot)]
    private static void Drop(ref float values, nint width, float by, Dropout dropout, uint counter)
    {
        var mask = new DropoutVectors(dropout, counter);
        TF factor = S.Broadcast(by);
        TI index = S.Lanes, step = S.Broadcast((uint)S.Width);
        for (nint i = 0; i < width; i += S.Width)
        {
            S.Store(mask.Apply(S.Multiply(S.Load(ref values, i), factor), index), ref values, i);
            index = S.Add(index, step);
        }
    }

    /// <summary>Scores become weights, and the weights' gradients those of the scores.</summary>
    [MethodImpl(Hot)]
    private static void SoftmaxBackward(ref float values, ref float gradients, nint width, float scale, float logSumExp, float rowDot)
    {
        TF factor = S.Broadcast(scale), shift = S.Broadcast(-logSumExp), dot = S.Broadcast(rowDot);
        for (nint i = 0, j; i < width; i = j + S.Width)
        {
            // An odd last vector is its own partner.
            j = Math.Min(i + S.Width, width - S.Width);
            TF a = S.MultiplyAdd(S.Load(ref values, i), factor, shift), b = S.MultiplyAdd(S.Load(ref values, j), factor, shift);
            Exp(ref a, ref b);
            TF da = S.Multiply(S.Multiply(S.Subtract(S.Load(ref gradients, i), dot), a), factor), db = S.Multiply(S.Multiply(S.Subtract(S.Load(ref gradients, j), dot), b), factor);
            S.Store(da, ref gradients, i);
            S.Store(db, ref gradients, j);
            S.Store(a, ref values, i);
            S.Store(b, ref values, j);
        }
    }

    /// <summary>The same where weights were dropped: the mask is made once, for the weights and for their gradients.</summary>
    [MethodImpl(Hot)]
    private static void DroppedSoftmaxBackward(ref float values, ref float gradients, nint width, float scale, float logSumExp, float rowDot, Dropout dropout, uint counter)
    {
        var mask = new DropoutVectors(dropout, counter);
        TF factor = S.Broadcast(scale), shift = S.Broadcast(-logSumExp), dot = S.Broadcast(rowDot);
        for (nint i = 0, j; i < width; i = j + S.Width)
        {
            j = Math.Min(i + S.Width, width - S.Width);
            TF a = S.MultiplyAdd(S.Load(ref values, i), factor, shift), b = S.MultiplyAdd(S.Load(ref values, j), factor, shift);
            Exp(ref a, ref b);
            TF keptA = mask.Factors(S.Add(S.Lanes, S.Broadcast((uint)i))), keptB = mask.Factors(S.Add(S.Lanes, S.Broadcast((uint)j)));
            TF da = S.Subtract(S.Multiply(S.Load(ref gradients, i), keptA), dot), db = S.Subtract(S.Multiply(S.Load(ref gradients, j), keptB), dot);
            da = S.Multiply(S.Multiply(da, a), factor);
            db = S.Multiply(S.Multiply(db, b), factor);
            S.Store(da, ref gradients, i);
            S.Store(db, ref gradients, j);
            S.Store(S.Multiply(a, keptA), ref values, i);
            S.Store(S.Multiply(b, keptB), ref values, j);
        }
    }
}
