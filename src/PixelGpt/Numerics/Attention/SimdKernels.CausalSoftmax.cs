using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>Causal softmax with dropout, forward and backward, row by row.</content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    public void CausalSoftmax(MatrixSpan scores, in CausalSoftmaxOptions options, Span<float> logSumExp)
    {
        CheckPadded(scores);
        CheckLength(scores.Rows, logSumExp.Length);
        for (int row = 0; row < scores.Rows; row++)
        {
            Span<float> visible = VisibleVectors(scores, row, options.Mask, out int first);
            ref float values = ref MemoryMarshal.GetReference(visible);
            if (options.Dropout.IsActive) logSumExp[row] = DropoutSoftmax(ref values, visible.Length, options.Scale, options.Dropout, options.DropoutCounter(row, first));
            else logSumExp[row] = Softmax(ref values, visible.Length, options.Scale);
        }
    }

    public void CausalSoftmaxBackward(MatrixSpan scores, MatrixSpan dWeights, in CausalSoftmaxOptions options, ReadOnlySpan<float> logSumExp, ReadOnlySpan<float> rowDots)
    {
        CheckPadded(scores);
        CheckPadded(dWeights);
        CheckLength(scores.Rows, Math.Min(logSumExp.Length, rowDots.Length));
        for (int row = 0; row < scores.Rows; row++)
        {
            Span<float> visible = VisibleVectors(scores, row, options.Mask, out int first), gradients = PaddedRow(dWeights, row);
            ZeroVectors(gradients, 0, first);
            ZeroVectors(gradients, first + visible.Length, gradients.Length);
            ref float weight = ref MemoryMarshal.GetReference(visible);
            ref float gradient = ref gradients[first];
            var softmax = new SoftmaxRow(options.Scale, logSumExp[row], rowDots[row]);
            if (options.Dropout.IsActive) DropoutSoftmaxBackward(ref weight, ref gradient, visible.Length, softmax, options.Dropout, options.DropoutCounter(row, first));
            else SoftmaxBackward(ref weight, ref gradient, visible.Length, softmax);
        }
    }

    /// <summary>The scalars of the softmax gradient of one row.</summary>
    private readonly struct SoftmaxRow(float scale, float logSumExp, float dot)
    {
        public readonly float Scale = scale;
        public readonly float LogSumExp = logSumExp;
        public readonly float Dot = dot;
    }

    /// <summary>
    /// Returns the whole vectors of a row that contain unmasked columns; they start at column <paramref name="first"/>. Sets the
    /// masked columns in them to −∞, and the rest of the row to 0.
    /// </summary>
    private static Span<float> VisibleVectors(MatrixSpan scores, int row, CausalMask mask, out int first)
    {
        Span<float> values = PaddedRow(scores, row);
        int begin = mask.Begin(row), end = Math.Min(scores.Columns, mask.End(row)), paddedEnd = Alignment.RoundUp(end, S.Width);
        first = begin / S.Width * S.Width;
        ZeroVectors(values, 0, first);
        for (int i = first; i < begin; i++) values[i] = float.NegativeInfinity;
        for (int i = end; i < paddedEnd; i++) values[i] = float.NegativeInfinity;
        ZeroVectors(values, paddedEnd, values.Length);
        return values[first..paddedEnd];
    }

    /// <summary>Zeroes whole vectors. There are only a few, so a loop is faster than a call of <see cref="Span{T}.Clear"/>.</summary>
    [MethodImpl(Inline)]
    private static void ZeroVectors(Span<float> values, int begin, int end)
    {
        for (int i = begin; i < end; i += S.Width) S.Store(S.Broadcast(0f), ref values[i], 0);
    }

    /// <summary>Computes <see cref="Softmax"/> with dropout of the weights.</summary>
    private static float DropoutSoftmax(ref float values, nint width, float scale, Dropout dropout, uint counter)
    {
        (float max, float total) = Exponentials(ref values, width, scale);
        MultiplyWithDropout(ref values, width, 1 / total, dropout, counter);
        return (max * scale) + MathF.Log(total);
    }

    /// <summary>Computes dropout(values · multiplier) in place.</summary>
    [MethodImpl(Hot)]
    private static void MultiplyWithDropout(ref float values, nint width, float multiplier, Dropout dropout, uint counter)
    {
        var mask = new DropoutVectors(dropout, counter);
        TF factor = S.Broadcast(multiplier);
        TI index = S.Indices, step = S.Broadcast((uint)S.Width);
        for (nint i = 0; i < width; i += S.Width)
        {
            S.Store(mask.Apply(S.Multiply(S.Load(ref values, i), factor), index), ref values, i);
            index = S.Add(index, step);
        }
    }

    /// <summary>Replaces scores by weights, and gradients of the weights by gradients of the scores.</summary>
    [MethodImpl(Hot)]
    private static void SoftmaxBackward(ref float values, ref float gradients, nint width, SoftmaxRow row)
    {
        TF factor = S.Broadcast(row.Scale), shift = S.Broadcast(-row.LogSumExp), dot = S.Broadcast(row.Dot);
        for (nint i = 0, j; i < width; i = j + S.Width)
        {
            // Vectors are processed in pairs; an odd last vector is paired with itself.
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

    /// <summary>Computes <see cref="SoftmaxBackward"/> with dropout: the mask is computed once for the weights and their gradients.</summary>
    [MethodImpl(Hot)]
    private static void DropoutSoftmaxBackward(ref float values, ref float gradients, nint width, SoftmaxRow row, Dropout dropout, uint counter)
    {
        var mask = new DropoutVectors(dropout, counter);
        TF factor = S.Broadcast(row.Scale), shift = S.Broadcast(-row.LogSumExp), dot = S.Broadcast(row.Dot);
        for (nint i = 0, j; i < width; i = j + S.Width)
        {
            j = Math.Min(i + S.Width, width - S.Width);
            TF a = S.MultiplyAdd(S.Load(ref values, i), factor, shift), b = S.MultiplyAdd(S.Load(ref values, j), factor, shift);
            Exp(ref a, ref b);
            TF factorA = mask.Factors(S.Add(S.Indices, S.Broadcast((uint)i))), factorB = mask.Factors(S.Add(S.Indices, S.Broadcast((uint)j)));
            TF da = S.Subtract(S.Multiply(S.Load(ref gradients, i), factorA), dot), db = S.Subtract(S.Multiply(S.Load(ref gradients, j), factorB), dot);
            da = S.Multiply(S.Multiply(da, a), factor);
            db = S.Multiply(S.Multiply(db, b), factor);
            S.Store(da, ref gradients, i);
            S.Store(db, ref gradients, j);
            S.Store(S.Multiply(a, factorA), ref values, i);
            S.Store(S.Multiply(b, factorB), ref values, j);
        }
    }
}
