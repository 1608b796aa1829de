using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    [MethodImpl(Hot)]
    public void AddColumnSums(ReadOnlyMatrixSpan x, Span<float> sums)
    {
        CheckLength(x.Columns, sums.Length);
        ref float px = ref MemoryMarshal.GetReference(x.Data);
        ref float ps = ref MemoryMarshal.GetReference(sums);
        nint column = 0;
        for (; column <= x.Columns - (4 * S.Width); column += 4 * S.Width)
        {
            TF s0 = S.Broadcast(0f), s1 = S.Broadcast(0f), s2 = S.Broadcast(0f), s3 = S.Broadcast(0f);
            ref float line = ref Unsafe.Add(ref px, column);
            for (nint row = 0; row < x.Rows; row++)
            {
                s0 = S.Add(s0, S.Load(ref line, 0));
                s1 = S.Add(s1, S.Load(ref line, S.Width));
                s2 = S.Add(s2, S.Load(ref line, 2 * S.Width));
                s3 = S.Add(s3, S.Load(ref line, 3 * S.Width));
                line = ref Unsafe.Add(ref line, x.RowStride);
            }

            S.Store(S.Add(s0, S.Load(ref ps, column)), ref ps, column);
            S.Store(S.Add(s1, S.Load(ref ps, column + S.Width)), ref ps, column + S.Width);
            S.Store(S.Add(s2, S.Load(ref ps, column + (2 * S.Width))), ref ps, column + (2 * S.Width));
            S.Store(S.Add(s3, S.Load(ref ps, column + (3 * S.Width))), ref ps, column + (3 * S.Width));
        }

        for (; column <= x.Columns - S.Width; column += S.Width)
        {
            TF sum = S.Broadcast(0f);
            for (nint row = 0; row < x.Rows; row++) sum = S.Add(sum, S.Load(ref px, (row * x.RowStride) + column));
            S.Store(S.Add(sum, S.Load(ref ps, column)), ref ps, column);
        }

        for (; column < x.Columns; column++)
        {
            float sum = 0;
            for (nint row = 0; row < x.Rows; row++) sum += Unsafe.Add(ref px, (row * x.RowStride) + column);
            Unsafe.Add(ref ps, column) += sum;
        }
    }

    public void RowDots(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, Span<float> dots)
    {
        if (a.Columns % S.Width == 0) RowDots<NoTail>(a, b, dots);
        else RowDots<WithTail>(a, b, dots);
    }

    [MethodImpl(Hot)]
    private static void RowDots<TTail>(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, Span<float> dots)
        where TTail : struct, IRowTail
    {
        for (int row = 0; row < a.Rows; row++)
        {
            ref float pa = ref Unsafe.Add(ref MemoryMarshal.GetReference(a.Data), (nint)row * a.RowStride);
            ref float pb = ref Unsafe.Add(ref MemoryMarshal.GetReference(b.Data), (nint)row * b.RowStride);
            nint i = 0, n = a.Columns;
            TF sum = S.Broadcast(0f);
            for (; i <= n - S.Width; i += S.Width) sum = S.MultiplyAdd(S.Load(ref pa, i), S.Load(ref pb, i), sum);
            if (TTail.HasTail) sum = S.MultiplyAdd(LoadTail(ref pa, i, n - i, 0), LoadTail(ref pb, i, n - i, 0), sum);
            dots[row] = S.Sum(sum);
        }
    }

    public double SumOfSquares(ReadOnlySpan<float> x) => ReferenceKernels.SumOfSquaresScalar(x);
}
