using System.Runtime.CompilerServices;

namespace PixelGpt.Numerics;

/// <content>
/// The innermost loops of the matrix product: six rows of A times one, two or four vectors of B, with all sums in
/// registers. A tile of 6×4 vectors loads 4 vectors and 6 scalars for 24 multiply-adds, so it is limited by arithmetic.
/// The loops are unrolled by hand, because the JIT keeps only local variables in registers, not array elements.
/// </content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    /// <summary>Minimum depth for prefetching the tile of C during the sums; shorter sums are complete before the data arrives.</summary>
    private const int PrefetchDepth = 48;

    /// <summary>Computes a tile of C [6, vectors · width].</summary>
    /// <param name="operands">The operands.</param>
    /// <param name="vectors">Width of the tile in vectors: 1, 2 or 4.</param>
    /// <param name="a">First element of the rows of A.</param>
    /// <param name="column">First column of the tile in the panel of B.</param>
    /// <param name="c">First element of the tile in C.</param>
    /// <param name="rows">Number of rows that A has; the last one takes the place of missing rows.</param>
    [MethodImpl(Inline)]
    private static void MultiplyTile(in TileOperands operands, int vectors, ref float a, int column, ref float c, int rows)
    {
        if (vectors == 4) Tile4(operands, ref a, column, ref c, rows);
        else if (vectors == 2) Tile2(operands, ref a, column, ref c, rows);
        else Tile1(operands, ref a, column, ref c, rows);
    }

    [MethodImpl(Hot)]
    private static void Tile4(in TileOperands operands, ref float a, int column, ref float c, int rows)
    {
        nint k = operands.Depth, aRow = operands.A.RowStride, aStep = operands.A.ColumnStride, bStep = operands.B.RowStride, cRow = operands.CRowStride;
        ref float b = ref Unsafe.Add(ref operands.B.First, column);
        ref float bias = ref operands.Addends.BiasAt(column);
        bool accumulate = operands.Addends.Accumulate;
        (nint r2, nint r3, nint r4, nint r5) = (2 * aRow, 3 * aRow, 4 * aRow, 5 * aRow);
        if (rows < TileRows) (aRow, r2, r3, r4, r5) = ClampedRowOffsets(aRow, rows);
        ref float a1 = ref Unsafe.Add(ref a, aRow);
        ref float a2 = ref Unsafe.Add(ref a, r2);
        ref float a3 = ref Unsafe.Add(ref a, r3);
        ref float a4 = ref Unsafe.Add(ref a, r4);
        ref float a5 = ref Unsafe.Add(ref a, r5);
        ref float c1 = ref Unsafe.Add(ref c, cRow);
        ref float c2 = ref Unsafe.Add(ref c, 2 * cRow);
        ref float c3 = ref Unsafe.Add(ref c, 3 * cRow);
        ref float c4 = ref Unsafe.Add(ref c, 4 * cRow);
        ref float c5 = ref Unsafe.Add(ref c, 5 * cRow);
        if (!accumulate && k >= PrefetchDepth) PrefetchTile(4, ref c, cRow);
        TF s00 = S.Broadcast(0f), s01 = S.Broadcast(0f), s02 = S.Broadcast(0f), s03 = S.Broadcast(0f);
        TF s10 = S.Broadcast(0f), s11 = S.Broadcast(0f), s12 = S.Broadcast(0f), s13 = S.Broadcast(0f);
        TF s20 = S.Broadcast(0f), s21 = S.Broadcast(0f), s22 = S.Broadcast(0f), s23 = S.Broadcast(0f);
        TF s30 = S.Broadcast(0f), s31 = S.Broadcast(0f), s32 = S.Broadcast(0f), s33 = S.Broadcast(0f);
        TF s40 = S.Broadcast(0f), s41 = S.Broadcast(0f), s42 = S.Broadcast(0f), s43 = S.Broadcast(0f);
        TF s50 = S.Broadcast(0f), s51 = S.Broadcast(0f), s52 = S.Broadcast(0f), s53 = S.Broadcast(0f);
        if (accumulate)
        {
            s00 = S.Load(ref c, 0);
            s01 = S.Load(ref c, S.Width);
            s02 = S.Load(ref c, 2 * S.Width);
            s03 = S.Load(ref c, 3 * S.Width);
            s10 = S.Load(ref c1, 0);
            s11 = S.Load(ref c1, S.Width);
            s12 = S.Load(ref c1, 2 * S.Width);
            s13 = S.Load(ref c1, 3 * S.Width);
            s20 = S.Load(ref c2, 0);
            s21 = S.Load(ref c2, S.Width);
            s22 = S.Load(ref c2, 2 * S.Width);
            s23 = S.Load(ref c2, 3 * S.Width);
            s30 = S.Load(ref c3, 0);
            s31 = S.Load(ref c3, S.Width);
            s32 = S.Load(ref c3, 2 * S.Width);
            s33 = S.Load(ref c3, 3 * S.Width);
            s40 = S.Load(ref c4, 0);
            s41 = S.Load(ref c4, S.Width);
            s42 = S.Load(ref c4, 2 * S.Width);
            s43 = S.Load(ref c4, 3 * S.Width);
            s50 = S.Load(ref c5, 0);
            s51 = S.Load(ref c5, S.Width);
            s52 = S.Load(ref c5, 2 * S.Width);
            s53 = S.Load(ref c5, 3 * S.Width);
        }

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

        if (!Unsafe.IsNullRef(ref bias))
        {
            TF b0 = S.Load(ref bias, 0), b1 = S.Load(ref bias, S.Width), b2 = S.Load(ref bias, 2 * S.Width), b3 = S.Load(ref bias, 3 * S.Width);
            s00 = S.Add(s00, b0);
            s01 = S.Add(s01, b1);
            s02 = S.Add(s02, b2);
            s03 = S.Add(s03, b3);
            s10 = S.Add(s10, b0);
            s11 = S.Add(s11, b1);
            s12 = S.Add(s12, b2);
            s13 = S.Add(s13, b3);
            s20 = S.Add(s20, b0);
            s21 = S.Add(s21, b1);
            s22 = S.Add(s22, b2);
            s23 = S.Add(s23, b3);
            s30 = S.Add(s30, b0);
            s31 = S.Add(s31, b1);
            s32 = S.Add(s32, b2);
            s33 = S.Add(s33, b3);
            s40 = S.Add(s40, b0);
            s41 = S.Add(s41, b1);
            s42 = S.Add(s42, b2);
            s43 = S.Add(s43, b3);
            s50 = S.Add(s50, b0);
            s51 = S.Add(s51, b1);
            s52 = S.Add(s52, b2);
            s53 = S.Add(s53, b3);
        }

        S.Store(s00, ref c, 0);
        S.Store(s01, ref c, S.Width);
        S.Store(s02, ref c, 2 * S.Width);
        S.Store(s03, ref c, 3 * S.Width);
        S.Store(s10, ref c1, 0);
        S.Store(s11, ref c1, S.Width);
        S.Store(s12, ref c1, 2 * S.Width);
        S.Store(s13, ref c1, 3 * S.Width);
        S.Store(s20, ref c2, 0);
        S.Store(s21, ref c2, S.Width);
        S.Store(s22, ref c2, 2 * S.Width);
        S.Store(s23, ref c2, 3 * S.Width);
        S.Store(s30, ref c3, 0);
        S.Store(s31, ref c3, S.Width);
        S.Store(s32, ref c3, 2 * S.Width);
        S.Store(s33, ref c3, 3 * S.Width);
        S.Store(s40, ref c4, 0);
        S.Store(s41, ref c4, S.Width);
        S.Store(s42, ref c4, 2 * S.Width);
        S.Store(s43, ref c4, 3 * S.Width);
        S.Store(s50, ref c5, 0);
        S.Store(s51, ref c5, S.Width);
        S.Store(s52, ref c5, 2 * S.Width);
        S.Store(s53, ref c5, 3 * S.Width);
    }

    [MethodImpl(Hot)]
    private static void Tile2(in TileOperands operands, ref float a, int column, ref float c, int rows)
    {
        nint k = operands.Depth, aRow = operands.A.RowStride, aStep = operands.A.ColumnStride, bStep = operands.B.RowStride, cRow = operands.CRowStride;
        ref float b = ref Unsafe.Add(ref operands.B.First, column);
        ref float bias = ref operands.Addends.BiasAt(column);
        bool accumulate = operands.Addends.Accumulate;
        (nint r2, nint r3, nint r4, nint r5) = (2 * aRow, 3 * aRow, 4 * aRow, 5 * aRow);
        if (rows < TileRows) (aRow, r2, r3, r4, r5) = ClampedRowOffsets(aRow, rows);
        ref float a1 = ref Unsafe.Add(ref a, aRow);
        ref float a2 = ref Unsafe.Add(ref a, r2);
        ref float a3 = ref Unsafe.Add(ref a, r3);
        ref float a4 = ref Unsafe.Add(ref a, r4);
        ref float a5 = ref Unsafe.Add(ref a, r5);
        ref float c1 = ref Unsafe.Add(ref c, cRow);
        ref float c2 = ref Unsafe.Add(ref c, 2 * cRow);
        ref float c3 = ref Unsafe.Add(ref c, 3 * cRow);
        ref float c4 = ref Unsafe.Add(ref c, 4 * cRow);
        ref float c5 = ref Unsafe.Add(ref c, 5 * cRow);
        if (!accumulate && k >= PrefetchDepth) PrefetchTile(2, ref c, cRow);
        TF s00 = S.Broadcast(0f), s01 = S.Broadcast(0f);
        TF s10 = S.Broadcast(0f), s11 = S.Broadcast(0f);
        TF s20 = S.Broadcast(0f), s21 = S.Broadcast(0f);
        TF s30 = S.Broadcast(0f), s31 = S.Broadcast(0f);
        TF s40 = S.Broadcast(0f), s41 = S.Broadcast(0f);
        TF s50 = S.Broadcast(0f), s51 = S.Broadcast(0f);
        if (accumulate)
        {
            s00 = S.Load(ref c, 0);
            s01 = S.Load(ref c, S.Width);
            s10 = S.Load(ref c1, 0);
            s11 = S.Load(ref c1, S.Width);
            s20 = S.Load(ref c2, 0);
            s21 = S.Load(ref c2, S.Width);
            s30 = S.Load(ref c3, 0);
            s31 = S.Load(ref c3, S.Width);
            s40 = S.Load(ref c4, 0);
            s41 = S.Load(ref c4, S.Width);
            s50 = S.Load(ref c5, 0);
            s51 = S.Load(ref c5, S.Width);
        }

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

        if (!Unsafe.IsNullRef(ref bias))
        {
            TF b0 = S.Load(ref bias, 0), b1 = S.Load(ref bias, S.Width);
            s00 = S.Add(s00, b0);
            s01 = S.Add(s01, b1);
            s10 = S.Add(s10, b0);
            s11 = S.Add(s11, b1);
            s20 = S.Add(s20, b0);
            s21 = S.Add(s21, b1);
            s30 = S.Add(s30, b0);
            s31 = S.Add(s31, b1);
            s40 = S.Add(s40, b0);
            s41 = S.Add(s41, b1);
            s50 = S.Add(s50, b0);
            s51 = S.Add(s51, b1);
        }

        S.Store(s00, ref c, 0);
        S.Store(s01, ref c, S.Width);
        S.Store(s10, ref c1, 0);
        S.Store(s11, ref c1, S.Width);
        S.Store(s20, ref c2, 0);
        S.Store(s21, ref c2, S.Width);
        S.Store(s30, ref c3, 0);
        S.Store(s31, ref c3, S.Width);
        S.Store(s40, ref c4, 0);
        S.Store(s41, ref c4, S.Width);
        S.Store(s50, ref c5, 0);
        S.Store(s51, ref c5, S.Width);
    }

    [MethodImpl(Hot)]
    private static void Tile1(in TileOperands operands, ref float a, int column, ref float c, int rows)
    {
        nint k = operands.Depth, aRow = operands.A.RowStride, aStep = operands.A.ColumnStride, bStep = operands.B.RowStride, cRow = operands.CRowStride;
        ref float b = ref Unsafe.Add(ref operands.B.First, column);
        ref float bias = ref operands.Addends.BiasAt(column);
        bool accumulate = operands.Addends.Accumulate;
        (nint r2, nint r3, nint r4, nint r5) = (2 * aRow, 3 * aRow, 4 * aRow, 5 * aRow);
        if (rows < TileRows) (aRow, r2, r3, r4, r5) = ClampedRowOffsets(aRow, rows);
        ref float a1 = ref Unsafe.Add(ref a, aRow);
        ref float a2 = ref Unsafe.Add(ref a, r2);
        ref float a3 = ref Unsafe.Add(ref a, r3);
        ref float a4 = ref Unsafe.Add(ref a, r4);
        ref float a5 = ref Unsafe.Add(ref a, r5);
        ref float c1 = ref Unsafe.Add(ref c, cRow);
        ref float c2 = ref Unsafe.Add(ref c, 2 * cRow);
        ref float c3 = ref Unsafe.Add(ref c, 3 * cRow);
        ref float c4 = ref Unsafe.Add(ref c, 4 * cRow);
        ref float c5 = ref Unsafe.Add(ref c, 5 * cRow);
        TF s00 = S.Broadcast(0f);
        TF s10 = S.Broadcast(0f);
        TF s20 = S.Broadcast(0f);
        TF s30 = S.Broadcast(0f);
        TF s40 = S.Broadcast(0f);
        TF s50 = S.Broadcast(0f);
        if (accumulate)
        {
            s00 = S.Load(ref c, 0);
            s10 = S.Load(ref c1, 0);
            s20 = S.Load(ref c2, 0);
            s30 = S.Load(ref c3, 0);
            s40 = S.Load(ref c4, 0);
            s50 = S.Load(ref c5, 0);
        }

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

        if (!Unsafe.IsNullRef(ref bias))
        {
            TF b0 = S.Load(ref bias, 0);
            s00 = S.Add(s00, b0);
            s10 = S.Add(s10, b0);
            s20 = S.Add(s20, b0);
            s30 = S.Add(s30, b0);
            s40 = S.Add(s40, b0);
            s50 = S.Add(s50, b0);
        }

        S.Store(s00, ref c, 0);
        S.Store(s10, ref c1, 0);
        S.Store(s20, ref c2, 0);
        S.Store(s30, ref c3, 0);
        S.Store(s40, ref c4, 0);
        S.Store(s50, ref c5, 0);
    }

    /// <summary>Prefetches a tile of C.</summary>
    [MethodImpl(Inline)]
    private static void PrefetchTile(int vectors, ref float c, nint cRow)
    {
        for (int row = 0; row < TileRows; row++)
        {
            for (int i = 0; i < vectors; i++) S.Prefetch(ref Unsafe.Add(ref c, i * S.Width));
            c = ref Unsafe.Add(ref c, cRow);
        }
    }

    /// <summary>Returns the offsets of the rows 1 to 5 of a tile, with the last row of A in place of missing rows.</summary>
    private static (nint, nint, nint, nint, nint) ClampedRowOffsets(nint aRow, int rows)
    {
        nint last = (rows - 1) * aRow;
        return (Math.Min(aRow, last), Math.Min(2 * aRow, last), Math.Min(3 * aRow, last), Math.Min(4 * aRow, last), Math.Min(5 * aRow, last));
    }
}
