using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>
/// The matrix product of fewer rows than a tile has. Decoders need it: they generate one pixel of each of a few pictures at
/// a time. Such a product is limited by reading the weights. The fewer rows there are, the more columns are computed at
/// once; padding rows are not computed.
/// </content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    /// <summary>The number of rows of a kernel. It is a type parameter, so that the JIT removes the code of the other rows.</summary>
    private interface IRowCount
    {
        static abstract int Count { get; }
    }

    /// <summary>Computes C = A·B (+ C) (+ bias) for one to five rows. A has column stride 1.</summary>
    private static void MultiplyFewRows(ReadOnlyMatrixSpan a, PackedMatrix b, Addends addends, MatrixSpan c)
    {
        // Pairs of vectors in panels of full width; the remaining columns are computed as edge tiles.
        int pair = 2 * S.Width, pairs = Math.Min(c.Columns, b.Columns / PanelWidth * PanelWidth) / pair, done = 0;
        var operands = new FewRowsOperands(a, b, addends, c);
        while (done < pairs)
        {
            int left = pairs - done, column = done * pair;
            if (c.Rows == 1 && left >= 4)
            {
                Row8(operands, column);
                done += 4;
            }
            else if (c.Rows <= 3 && left >= 2)
            {
                if (c.Rows == 1) Rows4<One>(operands, column);
                else if (c.Rows == 2) Rows4<Two>(operands, column);
                else Rows4<Three>(operands, column);
                done += 2;
            }
            else
            {
                if (c.Rows == 1) Rows2<One>(operands, column);
                else if (c.Rows == 2) Rows2<Two>(operands, column);
                else if (c.Rows == 3) Rows2<Three>(operands, column);
                else if (c.Rows == 4) Rows2<Four>(operands, column);
                else Rows2<Five>(operands, column);
                done++;
            }
        }

        for (int column = pairs * pair; column < c.Columns; column += S.Width)
        {
            int panel = column / PanelWidth * PanelWidth;
            var left = new LeftRows(ref operands.A, 0, a.RowStride, 1);
            var right = new RightPanel(ref Unsafe.Add(ref MemoryMarshal.GetReference(b.Data), (nint)panel * b.Rows), PanelStride(b.Columns, panel));
            var edge = new TileOperands(left, right, addends.From(panel), a.Columns, c.RowStride);
            MultiplyEdgeTile(edge, 1, ref operands.A, column - panel, ref operands.CAt(column), c.Rows, Math.Min(S.Width, c.Columns - column));
        }
    }

    /// <summary>The operands of the product of a few rows.</summary>
    private readonly ref struct FewRowsOperands(ReadOnlyMatrixSpan a, PackedMatrix b, Addends addends, MatrixSpan c)
    {
        private readonly ref float _b = ref MemoryMarshal.GetReference(b.Data);
        private readonly ref float _c = ref MemoryMarshal.GetReference(c.Data);
        private readonly nint _bRows = b.Rows;

        /// <summary>First element of A.</summary>
        public readonly ref float A = ref MemoryMarshal.GetReference(a.Data);

        /// <summary>Terms that are added.</summary>
        public readonly Addends Addends = addends;

        /// <summary>Number of columns of A.</summary>
        public readonly nint Depth = a.Columns;

        /// <summary>Distance between rows of A.</summary>
        public readonly nint ARowStride = a.RowStride;

        /// <summary>Distance between rows of C.</summary>
        public readonly nint CRowStride = c.RowStride;

        /// <summary>Returns the first element of a column of B, in a panel of full width.</summary>
        [MethodImpl(Inline)]
        public ref float BAt(int column)
        {
            int inside = column % PanelWidth;
            return ref Unsafe.Add(ref _b, ((column - inside) * _bRows) + inside);
        }

        /// <summary>Returns the first element of a column of C.</summary>
        [MethodImpl(Inline)]
        public ref float CAt(int column) => ref Unsafe.Add(ref _c, column);
    }

    /// <summary>Computes one row times eight vectors of B.</summary>
    [MethodImpl(Hot)]
    private static void Row8(in FewRowsOperands operands, int column)
    {
        nint k = operands.Depth, bStep = PanelWidth;
        ref float a = ref operands.A;
        ref float b0 = ref operands.BAt(column);
        ref float b1 = ref operands.BAt(column + (2 * S.Width));
        ref float b2 = ref operands.BAt(column + (4 * S.Width));
        ref float b3 = ref operands.BAt(column + (6 * S.Width));
        ref float bias = ref operands.Addends.BiasAt(column);
        ref float c = ref operands.CAt(column);
        bool accumulate = operands.Addends.Accumulate;
        TF s0 = S.Broadcast(0f), s1 = S.Broadcast(0f), s2 = S.Broadcast(0f), s3 = S.Broadcast(0f);
        TF s4 = S.Broadcast(0f), s5 = S.Broadcast(0f), s6 = S.Broadcast(0f), s7 = S.Broadcast(0f);
        nint at = 0;
        for (nint i = 0; i < k; i++, at += bStep)
        {
            TF x = S.Broadcast(Unsafe.Add(ref a, i));
            s0 = S.MultiplyAdd(x, S.Load(ref b0, at), s0);
            s1 = S.MultiplyAdd(x, S.Load(ref b0, at + S.Width), s1);
            s2 = S.MultiplyAdd(x, S.Load(ref b1, at), s2);
            s3 = S.MultiplyAdd(x, S.Load(ref b1, at + S.Width), s3);
            s4 = S.MultiplyAdd(x, S.Load(ref b2, at), s4);
            s5 = S.MultiplyAdd(x, S.Load(ref b2, at + S.Width), s5);
            s6 = S.MultiplyAdd(x, S.Load(ref b3, at), s6);
            s7 = S.MultiplyAdd(x, S.Load(ref b3, at + S.Width), s7);
        }

        StoreQuad(s0, s1, s2, s3, ref bias, accumulate, ref c);
        ref float secondBias = ref Unsafe.IsNullRef(ref bias) ? ref bias : ref Unsafe.Add(ref bias, 4 * S.Width);
        StoreQuad(s4, s5, s6, s7, ref secondBias, accumulate, ref Unsafe.Add(ref c, 4 * S.Width));
    }

    /// <summary>Computes up to three rows times four vectors of B.</summary>
    [MethodImpl(Hot)]
    private static void Rows4<TRows>(in FewRowsOperands operands, int column)
        where TRows : struct, IRowCount
    {
        nint k = operands.Depth, aRow = operands.ARowStride, bStep = PanelWidth, cRow = operands.CRowStride;
        ref float a = ref operands.A;
        ref float b0 = ref operands.BAt(column);
        ref float b1 = ref operands.BAt(column + (2 * S.Width));
        ref float bias = ref operands.Addends.BiasAt(column);
        ref float c = ref operands.CAt(column);
        bool accumulate = operands.Addends.Accumulate;
        TF s00 = S.Broadcast(0f), s01 = S.Broadcast(0f), s02 = S.Broadcast(0f), s03 = S.Broadcast(0f);
        TF s10 = S.Broadcast(0f), s11 = S.Broadcast(0f), s12 = S.Broadcast(0f), s13 = S.Broadcast(0f);
        TF s20 = S.Broadcast(0f), s21 = S.Broadcast(0f), s22 = S.Broadcast(0f), s23 = S.Broadcast(0f);
        ref float a1 = ref Unsafe.Add(ref a, TRows.Count > 1 ? aRow : 0);
        ref float a2 = ref Unsafe.Add(ref a, TRows.Count > 2 ? 2 * aRow : 0);
        nint at = 0;
        for (nint i = 0; i < k; i++, at += bStep)
        {
            TF x0 = S.Broadcast(Unsafe.Add(ref a, i)), x1 = S.Broadcast(Unsafe.Add(ref a1, i)), x2 = S.Broadcast(Unsafe.Add(ref a2, i));
            TF v0 = S.Load(ref b0, at);
            s00 = S.MultiplyAdd(x0, v0, s00);
            if (TRows.Count > 1) s10 = S.MultiplyAdd(x1, v0, s10);
            if (TRows.Count > 2) s20 = S.MultiplyAdd(x2, v0, s20);
            TF v1 = S.Load(ref b0, at + S.Width);
            s01 = S.MultiplyAdd(x0, v1, s01);
            if (TRows.Count > 1) s11 = S.MultiplyAdd(x1, v1, s11);
            if (TRows.Count > 2) s21 = S.MultiplyAdd(x2, v1, s21);
            TF v2 = S.Load(ref b1, at);
            s02 = S.MultiplyAdd(x0, v2, s02);
            if (TRows.Count > 1) s12 = S.MultiplyAdd(x1, v2, s12);
            if (TRows.Count > 2) s22 = S.MultiplyAdd(x2, v2, s22);
            TF v3 = S.Load(ref b1, at + S.Width);
            s03 = S.MultiplyAdd(x0, v3, s03);
            if (TRows.Count > 1) s13 = S.MultiplyAdd(x1, v3, s13);
            if (TRows.Count > 2) s23 = S.MultiplyAdd(x2, v3, s23);
        }

        StoreQuad(s00, s01, s02, s03, ref bias, accumulate, ref c);
        if (TRows.Count > 1) StoreQuad(s10, s11, s12, s13, ref bias, accumulate, ref Unsafe.Add(ref c, cRow));
        if (TRows.Count > 2) StoreQuad(s20, s21, s22, s23, ref bias, accumulate, ref Unsafe.Add(ref c, 2 * cRow));
    }

    /// <summary>Computes up to five rows times two vectors of B.</summary>
    [MethodImpl(Hot)]
    private static void Rows2<TRows>(in FewRowsOperands operands, int column)
        where TRows : struct, IRowCount
    {
        nint k = operands.Depth, aRow = operands.ARowStride, bStep = PanelWidth, cRow = operands.CRowStride;
        ref float a = ref operands.A;
        ref float b = ref operands.BAt(column);
        ref float bias = ref operands.Addends.BiasAt(column);
        ref float c = ref operands.CAt(column);
        bool accumulate = operands.Addends.Accumulate;
        TF s00 = S.Broadcast(0f), s01 = S.Broadcast(0f), s10 = S.Broadcast(0f), s11 = S.Broadcast(0f), s20 = S.Broadcast(0f);
        TF s21 = S.Broadcast(0f), s30 = S.Broadcast(0f), s31 = S.Broadcast(0f), s40 = S.Broadcast(0f), s41 = S.Broadcast(0f);
        ref float a1 = ref Unsafe.Add(ref a, TRows.Count > 1 ? aRow : 0);
        ref float a2 = ref Unsafe.Add(ref a, TRows.Count > 2 ? 2 * aRow : 0);
        ref float a3 = ref Unsafe.Add(ref a, TRows.Count > 3 ? 3 * aRow : 0);
        ref float a4 = ref Unsafe.Add(ref a, TRows.Count > 4 ? 4 * aRow : 0);
        nint at = 0;
        for (nint i = 0; i < k; i++, at += bStep)
        {
            TF v0 = S.Load(ref b, at), v1 = S.Load(ref b, at + S.Width);
            TF x0 = S.Broadcast(Unsafe.Add(ref a, i));
            s00 = S.MultiplyAdd(x0, v0, s00);
            s01 = S.MultiplyAdd(x0, v1, s01);
            if (TRows.Count > 1)
            {
                TF x1 = S.Broadcast(Unsafe.Add(ref a1, i));
                s10 = S.MultiplyAdd(x1, v0, s10);
                s11 = S.MultiplyAdd(x1, v1, s11);
            }

            if (TRows.Count > 2)
            {
                TF x2 = S.Broadcast(Unsafe.Add(ref a2, i));
                s20 = S.MultiplyAdd(x2, v0, s20);
                s21 = S.MultiplyAdd(x2, v1, s21);
            }

            if (TRows.Count > 3)
            {
                TF x3 = S.Broadcast(Unsafe.Add(ref a3, i));
                s30 = S.MultiplyAdd(x3, v0, s30);
                s31 = S.MultiplyAdd(x3, v1, s31);
            }

            if (TRows.Count > 4)
            {
                TF x4 = S.Broadcast(Unsafe.Add(ref a4, i));
                s40 = S.MultiplyAdd(x4, v0, s40);
                s41 = S.MultiplyAdd(x4, v1, s41);
            }
        }

        StorePair(s00, s01, ref bias, accumulate, ref c);
        if (TRows.Count > 1) StorePair(s10, s11, ref bias, accumulate, ref Unsafe.Add(ref c, cRow));
        if (TRows.Count > 2) StorePair(s20, s21, ref bias, accumulate, ref Unsafe.Add(ref c, 2 * cRow));
        if (TRows.Count > 3) StorePair(s30, s31, ref bias, accumulate, ref Unsafe.Add(ref c, 3 * cRow));
        if (TRows.Count > 4) StorePair(s40, s41, ref bias, accumulate, ref Unsafe.Add(ref c, 4 * cRow));
    }

    [MethodImpl(Inline)]
    private static void StoreQuad(TF s0, TF s1, TF s2, TF s3, ref float bias, bool accumulate, ref float c)
    {
        StorePair(s0, s1, ref bias, accumulate, ref c);
        ref float secondBias = ref Unsafe.IsNullRef(ref bias) ? ref bias : ref Unsafe.Add(ref bias, 2 * S.Width);
        StorePair(s2, s3, ref secondBias, accumulate, ref Unsafe.Add(ref c, 2 * S.Width));
    }

    [MethodImpl(Inline)]
    private static void StorePair(TF s0, TF s1, ref float bias, bool accumulate, ref float c)
    {
        if (!Unsafe.IsNullRef(ref bias))
        {
            s0 = S.Add(s0, S.Load(ref bias, 0));
            s1 = S.Add(s1, S.Load(ref bias, S.Width));
        }

        if (accumulate)
        {
            s0 = S.Add(s0, S.Load(ref c, 0));
            s1 = S.Add(s1, S.Load(ref c, S.Width));
        }

        S.Store(s0, ref c, 0);
        S.Store(s1, ref c, S.Width);
    }

    private readonly struct One : IRowCount
    {
        public static int Count => 1;
    }

    private readonly struct Two : IRowCount
    {
        public static int Count => 2;
    }

    private readonly struct Three : IRowCount
    {
        public static int Count => 3;
    }

    private readonly struct Four : IRowCount
    {
        public static int Count => 4;
    }

    private readonly struct Five : IRowCount
    {
        public static int Count => 5;
    }
}
