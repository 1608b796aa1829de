using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    public void LayerNorm(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> y, Span<float> mean, Span<float> rstd)
    {
        if (weight.Length % S.Width == 0) LayerNorm<NoTail>(x, weight, bias, epsilon, y, mean, rstd);
        else LayerNorm<WithTail>(x, weight, bias, epsilon, y, mean, rstd);
    }

    [MethodImpl(Hot)]
    private static void LayerNorm<TTail>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> y, Span<float> mean, Span<float> rstd)
        where TTail : struct, IRowTail
    {
        nint d = weight.Length, rows = mean.Length;
        CheckLength((int)d, bias.Length);
        CheckLength((int)(rows * d), Math.Min(x.Length, y.Length));
        CheckLength((int)rows, rstd.Length);
        ref float w = ref MemoryMarshal.GetReference(weight);
        ref float b = ref MemoryMarshal.GetReference(bias);
        for (nint row = 0; row < rows; row++)
        {
            ref float from = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), row * d);
            ref float to = ref Unsafe.Add(ref MemoryMarshal.GetReference(y), row * d);
            nint whole = d - (d % S.Width), tail = d - whole;

            TF sum = S.Broadcast(0f);
            for (nint i = 0; i < whole; i += S.Width) sum = S.Add(sum, S.Load(ref from, i));
            if (TTail.HasTail) sum = S.Add(sum, LoadTail(ref from, whole, tail, 0));
            float mu = S.Sum(sum) / d;

            TF center = S.Broadcast(mu), squares = S.Broadcast(0f);
            for (nint i = 0; i < whole; i += S.Width)
            {
                TF centered = S.Subtract(S.Load(ref from, i), center);
                squares = S.MultiplyAdd(centered, centered, squares);
            }

            if (TTail.HasTail)
            {
                TF centered = S.Subtract(LoadTail(ref from, whole, tail, mu), center);
                squares = S.MultiplyAdd(centered, centered, squares);
            }

            float r = 1 / MathF.Sqrt((S.Sum(squares) / d) + epsilon);
            TF scale = S.Broadcast(r);
            for (nint i = 0; i < whole; i += S.Width)
            {
                TF normal = S.Multiply(S.Subtract(S.Load(ref from, i), center), scale);
                S.Store(S.MultiplyAdd(normal, S.Load(ref w, i), S.Load(ref b, i)), ref to, i);
            }

            if (TTail.HasTail)
            {
                TF normal = S.Multiply(S.Subtract(LoadTail(ref from, whole, tail, 0), center), scale);
                StoreTail(S.MultiplyAdd(normal, LoadTail(ref w, whole, tail, 0), LoadTail(ref b, whole, tail, 0)), ref to, whole, tail);
            }

            mean[(int)row] = mu;
            rstd[(int)row] = r;
        }
    }

    public void LayerNormBackward(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> mean, ReadOnlySpan<float> rstd, in LayerNormGradients gradients)
    {
        if (weight.Length % S.Width == 0) LayerNormBackward<NoTail>(dy, x, weight, mean, rstd, in gradients);
        else LayerNormBackward<WithTail>(dy, x, weight, mean, rstd, in gradients);
    }

    [MethodImpl(Hot)]
    private static void LayerNormBackward<TTail>(
        ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> mean, ReadOnlySpan<float> rstd, in LayerNormGradients gradients)
        where TTail : struct, IRowTail
    {
        nint d = weight.Length, rows = mean.Length;
        CheckLength((int)(rows * d), Math.Min(Math.Min(dy.Length, x.Length), gradients.X.Length));
        CheckLength((int)d, Math.Min(gradients.Weight.Length, gradients.Bias.Length));
        CheckLength((int)rows, rstd.Length);
        nint whole = d - (d % S.Width), tail = d - whole;
        ref float w = ref MemoryMarshal.GetReference(weight);
        ref float dw = ref MemoryMarshal.GetReference(gradients.Weight);
        ref float dx = ref MemoryMarshal.GetReference(gradients.X);
        ref float db = ref MemoryMarshal.GetReference(gradients.Bias);
        for (nint row = 0; row < rows; row++)
        {
            ref float pdy = ref Unsafe.Add(ref MemoryMarshal.GetReference(dy), row * d);
            ref float px = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), row * d);
            ref float pdx = ref Unsafe.Add(ref dx, row * d);
            TF center = S.Broadcast(mean[(int)row]), scale = S.Broadcast(rstd[(int)row]);
            TF sum = S.Broadcast(0f), dot = S.Broadcast(0f);
            for (nint i = 0; i < whole; i += S.Width)
            {
                TF up = S.Load(ref pdy, i);
                TF normal = S.Multiply(S.Subtract(S.Load(ref px, i), center), scale);
                TF g = S.Multiply(up, S.Load(ref w, i));
                sum = S.Add(sum, g);
                dot = S.MultiplyAdd(g, normal, dot);
                S.Store(S.MultiplyAdd(up, normal, S.Load(ref dw, i)), ref dw, i);
                S.Store(S.Add(up, S.Load(ref db, i)), ref db, i);
            }

            if (TTail.HasTail)
            {
                TF up = LoadTail(ref pdy, whole, tail, 0);
                TF normal = S.Multiply(S.Subtract(LoadTail(ref px, whole, tail, 0), center), scale);
                TF g = S.Multiply(up, LoadTail(ref w, whole, tail, 0));
                sum = S.Add(sum, g);
                dot = S.MultiplyAdd(g, normal, dot);
                StoreTail(S.MultiplyAdd(up, normal, LoadTail(ref dw, whole, tail, 0)), ref dw, whole, tail);
                StoreTail(S.Add(up, LoadTail(ref db, whole, tail, 0)), ref db, whole, tail);
            }

            TF meanG = S.Broadcast(S.Sum(sum) / d), meanDot = S.Broadcast(S.Sum(dot) / d);
            for (nint i = 0; i < whole; i += S.Width)
            {
                TF normal = S.Multiply(S.Subtract(S.Load(ref px, i), center), scale);
                TF g = S.Subtract(S.Multiply(S.Load(ref pdy, i), S.Load(ref w, i)), meanG);
                g = S.Subtract(g, S.Multiply(normal, meanDot));
                S.Store(S.MultiplyAdd(g, scale, S.Load(ref pdx, i)), ref pdx, i);
            }

            if (TTail.HasTail)
            {
                TF normal = S.Multiply(S.Subtract(LoadTail(ref px, whole, tail, 0), center), scale);
                TF g = S.Subtract(S.Multiply(LoadTail(ref pdy, whole, tail, 0), LoadTail(ref w, whole, tail, 0)), meanG);
                g = S.Subtract(g, S.Multiply(normal, meanDot));
                StoreTail(S.MultiplyAdd(g, scale, LoadTail(ref pdx, whole, tail, 0)), ref pdx, whole, tail);
            }
        }
    }
}
