using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    public void RmsNorm(ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, float epsilon, MatrixSpan y, Span<float> rstd)
    {
        if (x.Columns % S.Width == 0) RmsNorm<NoTail>(x, weight, epsilon, y, rstd);
        else RmsNorm<WithTail>(x, weight, epsilon, y, rstd);
    }

    [MethodImpl(Hot)]
    private static void RmsNorm<TTail>(ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, float epsilon, MatrixSpan y, Span<float> rstd)
        where TTail : struct, IRowTail
    {
        nint n = x.Columns, whole = n - (n % S.Width), tail = n - whole;
        CheckLength((int)n, weight.Length);
        CheckLength(x.Rows, Math.Min(rstd.Length, y.Rows));
        ref float w = ref MemoryMarshal.GetReference(weight);
        for (nint row = 0; row < x.Rows; row++)
        {
            ref float from = ref Unsafe.Add(ref MemoryMarshal.GetReference(x.Data), row * x.RowStride);
            ref float to = ref Unsafe.Add(ref MemoryMarshal.GetReference(y.Data), row * y.RowStride);
            TF squares = S.Broadcast(0f);
            for (nint i = 0; i < whole; i += S.Width)
            {
                TF value = S.Load(ref from, i);
                squares = S.MultiplyAdd(value, value, squares);
            }

            if (TTail.HasTail)
            {
                TF value = LoadTail(ref from, whole, tail, 0);
                squares = S.MultiplyAdd(value, value, squares);
            }

            float r = 1 / MathF.Sqrt((S.Sum(squares) / n) + epsilon);
            TF scale = S.Broadcast(r);
            for (nint i = 0; i < whole; i += S.Width) S.Store(S.Multiply(S.Multiply(S.Load(ref from, i), scale), S.Load(ref w, i)), ref to, i);
            if (TTail.HasTail) StoreTail(S.Multiply(S.Multiply(LoadTail(ref from, whole, tail, 0), scale), LoadTail(ref w, whole, tail, 0)), ref to, whole, tail);
            rstd[(int)row] = r;
        }
    }

    public void RmsNormBackward(ReadOnlyMatrixSpan dy, ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, ReadOnlySpan<float> rstd, MatrixSpan dx, Span<float> dWeight)
    {
        if (x.Columns % S.Width == 0) RmsNormBackward<NoTail>(dy, x, weight, rstd, dx, dWeight);
        else RmsNormBackward<WithTail>(dy, x, weight, rstd, dx, dWeight);
    }

    [MethodImpl(Hot)]
    private static void RmsNormBackward<TTail>(ReadOnlyMatrixSpan dy, ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, ReadOnlySpan<float> rstd, MatrixSpan dx, Span<float> dWeight)
        where TTail : struct, IRowTail
    {
        nint n = x.Columns, whole = n - (n % S.Width), tail = n - whole;
        CheckLength((int)n, Math.Min(weight.Length, dWeight.Length));
        CheckLength(x.Rows, Math.Min(rstd.Length, Math.Min(dy.Rows, dx.Rows)));
        ref float w = ref MemoryMarshal.GetReference(weight);
        ref float dw = ref MemoryMarshal.GetReference(dWeight);
        for (nint row = 0; row < x.Rows; row++)
        {
            ref float px = ref Unsafe.Add(ref MemoryMarshal.GetReference(x.Data), row * x.RowStride);
            ref float pdy = ref Unsafe.Add(ref MemoryMarshal.GetReference(dy.Data), row * dy.RowStride);
            ref float pdx = ref Unsafe.Add(ref MemoryMarshal.GetReference(dx.Data), row * dx.RowStride);
            TF scale = S.Broadcast(rstd[(int)row]), dot = S.Broadcast(0f);
            for (nint i = 0; i < whole; i += S.Width)
            {
                TF up = S.Load(ref pdy, i), normal = S.Multiply(S.Load(ref px, i), scale);
                S.Store(S.MultiplyAdd(up, normal, S.Load(ref dw, i)), ref dw, i);
                dot = S.MultiplyAdd(S.Multiply(up, S.Load(ref w, i)), normal, dot);
            }

            if (TTail.HasTail)
            {
                TF up = LoadTail(ref pdy, whole, tail, 0), normal = S.Multiply(LoadTail(ref px, whole, tail, 0), scale);
                StoreTail(S.MultiplyAdd(up, normal, LoadTail(ref dw, whole, tail, 0)), ref dw, whole, tail);
                dot = S.MultiplyAdd(S.Multiply(up, LoadTail(ref w, whole, tail, 0)), normal, dot);
            }

            TF mean = S.Broadcast(S.Sum(dot) / n);
            for (nint i = 0; i < whole; i += S.Width)
            {
                TF normal = S.Multiply(S.Load(ref px, i), scale);
                TF g = S.Subtract(S.Multiply(S.Load(ref pdy, i), S.Load(ref w, i)), S.Multiply(normal, mean));
                S.Store(S.MultiplyAdd(g, scale, S.Load(ref pdx, i)), ref pdx, i);
            }

            if (TTail.HasTail)
            {
                TF normal = S.Multiply(LoadTail(ref px, whole, tail, 0), scale);
                TF g = S.Subtract(S.Multiply(LoadTail(ref pdy, whole, tail, 0), LoadTail(ref w, whole, tail, 0)), S.Multiply(normal, mean));
                StoreTail(S.MultiplyAdd(g, scale, LoadTail(ref pdx, whole, tail, 0)), ref pdx, whole, tail);
            }
        }
    }
}
