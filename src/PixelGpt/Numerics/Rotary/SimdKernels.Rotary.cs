using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    public void ApplyRotary(MatrixSpan x, ReadOnlySpan<int> positions, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, bool inverse)
    {
        if (x.Columns / 2 % S.Width == 0) ApplyRotary<NoTail>(x, positions, cos, sin, inverse);
        else ApplyRotary<WithTail>(x, positions, cos, sin, inverse);
    }

    [MethodImpl(Hot)]
    private static void ApplyRotary<TTail>(MatrixSpan x, ReadOnlySpan<int> positions, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, bool inverse)
        where TTail : struct, IRowTail
    {
        nint half = x.Columns / 2, whole = half - (half % S.Width), tail = half - whole;
        TF sign = S.Broadcast(inverse ? -1f : 1f);
        for (nint row = 0; row < x.Rows; row++)
        {
            ref float first = ref Unsafe.Add(ref MemoryMarshal.GetReference(x.Data), row * x.RowStride);
            ref float second = ref Unsafe.Add(ref first, half);
            int angles = positions[(int)row] * (int)half;
            ref float c = ref MemoryMarshal.GetReference(cos.Slice(angles, (int)half));
            ref float s = ref MemoryMarshal.GetReference(sin.Slice(angles, (int)half));
            for (nint i = 0; i < whole; i += S.Width)
            {
                (TF a, TF b) = RotatePair(S.Load(ref first, i), S.Load(ref second, i), S.Load(ref c, i), S.Multiply(S.Load(ref s, i), sign));
                S.Store(a, ref first, i);
                S.Store(b, ref second, i);
            }

            if (TTail.HasTail)
            {
                (TF a, TF b) = RotatePair(LoadTail(ref first, whole, tail, 0), LoadTail(ref second, whole, tail, 0), LoadTail(ref c, whole, tail, 0), S.Multiply(LoadTail(ref s, whole, tail, 0), sign));
                StoreTail(a, ref first, whole, tail);
                StoreTail(b, ref second, whole, tail);
            }
        }
    }

    [MethodImpl(Inline)]
    private static (TF First, TF Second) RotatePair(TF first, TF second, TF cos, TF sin) =>
        (S.Subtract(S.Multiply(first, cos), S.Multiply(second, sin)), S.MultiplyAdd(second, cos, S.Multiply(first, sin)));
}
