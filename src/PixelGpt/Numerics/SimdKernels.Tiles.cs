using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>
/// The innermost loops of the matrix product: six rows of A against one, two or four vectors of B, all sums in
/// registers. A tile of 6×4 vectors loads 4 vectors and 6 scalars for its 24 multiply-adds, so arithmetic is what it
/// waits for. Written out, because only named locals live in registers.
/// </content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    /// <summary>C [6, vectors·width] = A·B (+ bias) (+ C). Rows of A from <paramref name="rows"/> on repeat the last one.</summary>
    /// <param name="vectors">1, 2 or 4.</param>
    /// <param name="k">Columns of A, rows of B.</param>
    /// <param name="a">The first element of A.</param>
    /// <param name="aRow">Distance of its rows.</param>
    /// <param name="aStep">Distance of its columns.</param>
    /// <param name="b">The first element of B.</param>
    /// <param name="bStep">Distance of its rows.</param>
    /// <param name="bias">Added to each row; may be empty.</param>
    /// <param name="accumulate">Whether C is added to.</param>
    /// <param name="c">The first element of C.</param>
    /// <param name="cRow">Distance of its rows.</param>
    /// <param name="rows">Rows that A really has.</param>
    [MethodImpl(Inline)]
    private static void Tile(
        int vectors, nint k, ref float a, nint aRow, nint aStep, ref float b, nint bStep, ReadOnlySpan<float> bias, bool accumulate, ref float c, nint cRow, int rows = TileRows)
    {
        ref float pb = ref MemoryMarshal.GetReference(bias);
        if (vectors == 4) Tile4(k, ref a, aRow, aStep, ref b, bStep, ref pb, accumulate, ref c, cRow, rows);
        else if (vectors == 2) Tile2(k, ref a, aRow, aStep, ref b, bStep, ref pb, accumulate, ref c, cRow, rows);
        else Tile1(k, ref a, aRow, aStep, ref b, bStep, ref pb, accumulate, ref c, cRow, rows);
    }


    [MethodImpl(Hot)]
    private static void Tile4(
        nint k, ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float bias, bool accumulate, ref float c, nint cRow, int rows)
    {
        ref float a1 = ref Unsafe.Add(ref a, aRow * Math.Min(1, rows - 1));
        ref float a2 = ref Unsafe.Add(ref a, aRow * Math.Min(2, rows - 1));
        ref float a3 = ref Unsafe.Add(ref a, aRow * Math.Min(3, rows - 1));
        ref float a4 = ref Unsafe.Add(ref a, aRow * Math.Min(4, rows - 1));
        ref float a5 = ref Unsafe.Add(ref a, aRow * Math.Min(5, rows - 1));
        TF s00 = S.Broadcast(0f), s01 = S.Broadcast(0f), s02 = S.Broadcast(0f), s03 = S.Broadcast(0f);
        TF s10 = S.Broadcast(0f), s11 = S.Broadcast(0f), s12 = S.Broadcast(0f), s13 = S.Broadcast(0f);
        TF s20 = S.Broadcast(0f), s21 = S.Broadcast(0f), s22 = S.Broadcast(0f), s23 = S.Broadcast(0f);
        TF s30 = S.Broadcast(0f), s31 = S.Broadcast(0f), s32 = S.Broadcast(0f), s33 = S.Broadcast(0f);
        TF s40 = S.Broadcast(0f), s41 = S.Broadcast(0f), s42 = S.Broadcast(0f), s43 = S.Broadcast(0f);
        TF s50 = S.Broadcast(0f), s51 = S.Broadcast(0f), s52 = S.Broadcast(0f), s53 = S.Broadcast(0f);
        nint at = 0;
        for (nint i = 0; i < k; i++)
        {
            TF b0 = S.Load(ref b, 0), b1 = S.Load(ref b, S.Width), b2 = S.Load(ref b, 2 * S.Width), b3 = S.Load(ref b, 3 * S.Width);
            TF x0 = S.Broadcast(Unsafe.Add(ref a, at));
            s00 = S.MultiplyAdd(x0, b0, s00);
            s01 = S.MultiplyAdd(x0, b1, s01);
            s02 = S.MultiplyAdd(x0, b2, s02);
            s03 = S.MultiplyAdd(x0, b3, s03);
            TF x1 = S.Broadcast(Unsafe.Add(ref a1, at));
            s10 = S.MultiplyAdd(x1, b0, s10);
            s11 = S.MultiplyAdd(x1, b1, s11);
            s12 = S.MultiplyAdd(x1, b2, s12);
            s13 = S.MultiplyAdd(x1, b3, s13);
            TF x2 = S.Broadcast(Unsafe.Add(ref a2, at));
            s20 = S.MultiplyAdd(x2, b0, s20);
            s21 = S.MultiplyAdd(x2, b1, s21);
            s22 = S.MultiplyAdd(x2, b2, s22);
            s23 = S.MultiplyAdd(x2, b3, s23);
            TF x3 = S.Broadcast(Unsafe.Add(ref a3, at));
            s30 = S.MultiplyAdd(x3, b0, s30);
            s31 = S.MultiplyAdd(x3, b1, s31);
            s32 = S.MultiplyAdd(x3, b2, s32);
            s33 = S.MultiplyAdd(x3, b3, s33);
            TF x4 = S.Broadcast(Unsafe.Add(ref a4, at));
            s40 = S.MultiplyAdd(x4, b0, s40);
            s41 = S.MultiplyAdd(x4, b1, s41);
            s42 = S.MultiplyAdd(x4, b2, s42);
            s43 = S.MultiplyAdd(x4, b3, s43);
            TF x5 = S.Broadcast(Unsafe.Add(ref a5, at));
            s50 = S.MultiplyAdd(x5, b0, s50);
            s51 = S.MultiplyAdd(x5, b1, s51);
            s52 = S.MultiplyAdd(x5, b2, s52);
            s53 = S.MultiplyAdd(x5, b3, s53);
            at += aStep;
            b = ref Unsafe.Add(ref b, bStep);
        }

        StoreRow4(s00, s01, s02, s03, ref bias, accumulate, ref c);
        StoreRow4(s10, s11, s12, s13, ref bias, accumulate, ref Unsafe.Add(ref c, cRow));
        StoreRow4(s20, s21, s22, s23, ref bias, accumulate, ref Unsafe.Add(ref c, 2 * cRow));
        StoreRow4(s30, s31, s32, s33, ref bias, accumulate, ref Unsafe.Add(ref c, 3 * cRow));
        StoreRow4(s40, s41, s42, s43, ref bias, accumulate, ref Unsafe.Add(ref c, 4 * cRow));
        StoreRow4(s50, s51, s52, s53, ref bias, accumulate, ref Unsafe.Add(ref c, 5 * cRow));
    }

    [MethodImpl(Inline)]
    private static void StoreRow4(TF s0, TF s1, TF s2, TF s3, ref float bias, bool accumulate, ref float c)
    {
        StoreSum(s0, ref bias, accumulate, ref c, 0);
        StoreSum(s1, ref bias, accumulate, ref c, S.Width);
        StoreSum(s2, ref bias, accumulate, ref c, 2 * S.Width);
        StoreSum(s3, ref bias, accumulate, ref c, 3 * S.Width);
    }

    [MethodImpl(Hot)]
    private static void Tile2(
        nint k, ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float bias, bool accumulate, ref float c, nint cRow, int rows)
    {
        ref float a1 = ref Unsafe.Add(ref a, aRow * Math.Min(1, rows - 1));
        ref float a2 = ref Unsafe.Add(ref a, aRow * Math.Min(2, rows - 1));
        ref float a3 = ref Unsafe.Add(ref a, aRow * Math.Min(3, rows - 1));
        ref float a4 = ref Unsafe.Add(ref a, aRow * Math.Min(4, rows - 1));
        ref float a5 = ref Unsafe.Add(ref a, aRow * Math.Min(5, rows - 1));
        TF s00 = S.Broadcast(0f), s01 = S.Broadcast(0f);
        TF s10 = S.Broadcast(0f), s11 = S.Broadcast(0f);
        TF s20 = S.Broadcast(0f), s21 = S.Broadcast(0f);
        TF s30 = S.Broadcast(0f), s31 = S.Broadcast(0f);
        TF s40 = S.Broadcast(0f), s41 = S.Broadcast(0f);
        TF s50 = S.Broadcast(0f), s51 = S.Broadcast(0f);
        nint at = 0;
        for (nint i = 0; i < k; i++)
        {
            TF b0 = S.Load(ref b, 0), b1 = S.Load(ref b, S.Width);
            TF x0 = S.Broadcast(Unsafe.Add(ref a, at));
            s00 = S.MultiplyAdd(x0, b0, s00);
            s01 = S.MultiplyAdd(x0, b1, s01);
            TF x1 = S.Broadcast(Unsafe.Add(ref a1, at));
            s10 = S.MultiplyAdd(x1, b0, s10);
            s11 = S.MultiplyAdd(x1, b1, s11);
            TF x2 = S.Broadcast(Unsafe.Add(ref a2, at));
            s20 = S.MultiplyAdd(x2, b0, s20);
            s21 = S.MultiplyAdd(x2, b1, s21);
            TF x3 = S.Broadcast(Unsafe.Add(ref a3, at));
            s30 = S.MultiplyAdd(x3, b0, s30);
            s31 = S.MultiplyAdd(x3, b1, s31);
            TF x4 = S.Broadcast(Unsafe.Add(ref a4, at));
            s40 = S.MultiplyAdd(x4, b0, s40);
            s41 = S.MultiplyAdd(x4, b1, s41);
            TF x5 = S.Broadcast(Unsafe.Add(ref a5, at));
            s50 = S.MultiplyAdd(x5, b0, s50);
            s51 = S.MultiplyAdd(x5, b1, s51);
            at += aStep;
            b = ref Unsafe.Add(ref b, bStep);
        }

        StoreRow2(s00, s01, ref bias, accumulate, ref c);
        StoreRow2(s10, s11, ref bias, accumulate, ref Unsafe.Add(ref c, cRow));
        StoreRow2(s20, s21, ref bias, accumulate, ref Unsafe.Add(ref c, 2 * cRow));
        StoreRow2(s30, s31, ref bias, accumulate, ref Unsafe.Add(ref c, 3 * cRow));
        StoreRow2(s40, s41, ref bias, accumulate, ref Unsafe.Add(ref c, 4 * cRow));
        StoreRow2(s50, s51, ref bias, accumulate, ref Unsafe.Add(ref c, 5 * cRow));
    }

    [MethodImpl(Inline)]
    private static void StoreRow2(TF s0, TF s1, ref float bias, bool accumulate, ref float c)
    {
        StoreSum(s0, ref bias, accumulate, ref c, 0);
        StoreSum(s1, ref bias, accumulate, ref c, S.Width);
    }

    [MethodImpl(Hot)]
    private static void Tile1(
        nint k, ref float a, nint aRow, nint aStep, ref float b, nint bStep, ref float bias, bool accumulate, ref float c, nint cRow, int rows)
    {
        ref float a1 = ref Unsafe.Add(ref a, aRow * Math.Min(1, rows - 1));
        ref float a2 = ref Unsafe.Add(ref a, aRow * Math.Min(2, rows - 1));
        ref float a3 = ref Unsafe.Add(ref a, aRow * Math.Min(3, rows - 1));
        ref float a4 = ref Unsafe.Add(ref a, aRow * Math.Min(4, rows - 1));
        ref float a5 = ref Unsafe.Add(ref a, aRow * Math.Min(5, rows - 1));
        TF s00 = S.Broadcast(0f);
        TF s10 = S.Broadcast(0f);
        TF s20 = S.Broadcast(0f);
        TF s30 = S.Broadcast(0f);
        TF s40 = S.Broadcast(0f);
        TF s50 = S.Broadcast(0f);
        nint at = 0;
        for (nint i = 0; i < k; i++)
        {
            TF b0 = S.Load(ref b, 0);
            TF x0 = S.Broadcast(Unsafe.Add(ref a, at));
            s00 = S.MultiplyAdd(x0, b0, s00);
            TF x1 = S.Broadcast(Unsafe.Add(ref a1, at));
            s10 = S.MultiplyAdd(x1, b0, s10);
            TF x2 = S.Broadcast(Unsafe.Add(ref a2, at));
            s20 = S.MultiplyAdd(x2, b0, s20);
            TF x3 = S.Broadcast(Unsafe.Add(ref a3, at));
            s30 = S.MultiplyAdd(x3, b0, s30);
            TF x4 = S.Broadcast(Unsafe.Add(ref a4, at));
            s40 = S.MultiplyAdd(x4, b0, s40);
            TF x5 = S.Broadcast(Unsafe.Add(ref a5, at));
            s50 = S.MultiplyAdd(x5, b0, s50);
            at += aStep;
            b = ref Unsafe.Add(ref b, bStep);
        }

        StoreRow1(s00, ref bias, accumulate, ref c);
        StoreRow1(s10, ref bias, accumulate, ref Unsafe.Add(ref c, cRow));
        StoreRow1(s20, ref bias, accumulate, ref Unsafe.Add(ref c, 2 * cRow));
        StoreRow1(s30, ref bias, accumulate, ref Unsafe.Add(ref c, 3 * cRow));
        StoreRow1(s40, ref bias, accumulate, ref Unsafe.Add(ref c, 4 * cRow));
        StoreRow1(s50, ref bias, accumulate, ref Unsafe.Add(ref c, 5 * cRow));
    }

    [MethodImpl(Inline)]
    private static void StoreRow1(TF s0, ref float bias, bool accumulate, ref float c)
    {
        StoreSum(s0, ref bias, accumulate, ref c, 0);
    }

    [MethodImpl(Inline)]
    private static void StoreSum(TF sum, ref float bias, bool accumulate, ref float c, nint offset)
    {
        if (!Unsafe.IsNullRef(ref bias)) sum = S.Add(sum, S.Load(ref bias, offset));
        if (accumulate) sum = S.Add(sum, S.Load(ref c, offset));
        S.Store(sum, ref c, offset);
    }

    /// <summary>One row of C: what a decoder needs, which draws one pixel at a time.</summary>
    [MethodImpl(Inline)]
    private static void TileRow(int vectors, nint k, ref float a, nint aStep, ref float b, nint bStep, ref float c)
    {
        if (vectors == 4)
        {
            TileRow4(k, ref a, aStep, ref b, bStep, ref c);
            return;
        }

        for (int v = 0; v < vectors; v++) TileRow1(k, ref a, aStep, ref Unsafe.Add(ref b, v * S.Width), bStep, ref Unsafe.Add(ref c, v * S.Width));
    }

    [MethodImpl(Hot)]
    private static void TileRow4(nint k, ref float a, nint aStep, ref float b, nint bStep, ref float c)
    {
        TF s0 = S.Broadcast(0f), s1 = S.Broadcast(0f), s2 = S.Broadcast(0f), s3 = S.Broadcast(0f);
        for (nint i = 0; i < k; i++)
        {
            TF x = S.Broadcast(a);
            s0 = S.MultiplyAdd(x, S.Load(ref b, 0), s0);
            s1 = S.MultiplyAdd(x, S.Load(ref b, S.Width), s1);
            s2 = S.MultiplyAdd(x, S.Load(ref b, 2 * S.Width), s2);
            s3 = S.MultiplyAdd(x, S.Load(ref b, 3 * S.Width), s3);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bStep);
        }

        S.Store(s0, ref c, 0);
        S.Store(s1, ref c, S.Width);
        S.Store(s2, ref c, 2 * S.Width);
        S.Store(s3, ref c, 3 * S.Width);
    }

    [MethodImpl(Hot)]
    private static void TileRow1(nint k, ref float a, nint aStep, ref float b, nint bStep, ref float c)
    {
        TF sum = S.Broadcast(0f);
        for (nint i = 0; i < k; i++)
        {
            sum = S.MultiplyAdd(S.Broadcast(a), S.Load(ref b, 0), sum);
            a = ref Unsafe.Add(ref a, aStep);
            b = ref Unsafe.Add(ref b, bStep);
        }

        S.Store(sum, ref c, 0);
    }
}
