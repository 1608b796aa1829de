using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>
/// The loops around the tiles of the matrix product (Goto and van de Geijn 2008). The outer loop is over blocks of k, so
/// that a panel of B stays in the L1 cache. Inside it is a loop over blocks of rows of A, which stay in the L2 cache; inside
/// that are loops over panels of B and over tiles. Between blocks of k the partial sums are in C without additional
/// rounding, so the block size does not change the result.
/// </content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    /// <summary>Rows of C in a tile.</summary>
    private const int TileRows = 6;

    /// <summary>Maximum size of a block of k.</summary>
    private const int MaxDepth = 256;

    /// <summary>Floats of A in a block of rows, a multiple of <see cref="MaxDepth"/> times <see cref="TileRows"/>.</summary>
    private const int BlockFloats = 24576;

    /// <summary>Rows whose stride is a multiple of this number of floats compete for the same few sets of the L1 cache.</summary>
    private const int ConflictingStride = 512;

    [ThreadStatic]
    private static FloatBuffer? _leftScratch;

    [ThreadStatic]
    private static FloatBuffer? _rightScratch;

    /// <summary>Columns of C in a tile, and of B in a panel.</summary>
    private static int PanelWidth => S.Width * S.TileVectors;

    public void MatMul(ReadOnlyMatrixSpan a, PackedMatrix b, ReadOnlySpan<float> bias, bool accumulate, MatrixSpan c)
    {
        CheckShapes(a, b.Rows, b.Columns, c);
        CheckLength(PackedLength(b.Rows, b.Columns), b.Data.Length);
        if (!bias.IsEmpty) CheckLength(c.Columns, bias.Length);
        if (c.Rows < TileRows && a.ColumnStride == 1)
        {
            MultiplyFewRows(a, b, new Addends(accumulate, bias), c);
            return;
        }

        int depth = BlockDepth(a.Columns);
        for (int start = 0; start < a.Columns; start += depth)
        {
            int length = Math.Min(depth, a.Columns - start);
            var addends = new Addends(accumulate || start > 0, start + length == a.Columns ? bias : default);
            MultiplyBlock(a, start, length, RightPanels.Packed(b, start), addends, c);
        }
    }

    public void MatMul(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, bool accumulate, MatrixSpan c)
    {
        CheckShapes(a, b.Rows, b.Columns, c);
        if (b.ColumnStride != 1) throw new ArgumentException($"the right matrix must have column stride 1 (got {b.ColumnStride}); pack it first");
        int depth = BlockDepth(a.Columns);
        for (int start = 0; start < a.Columns; start += depth)
        {
            int length = Math.Min(depth, a.Columns - start);
            MultiplyBlock(a, start, length, ReadPanels(b, start, length, c.Columns), new Addends(accumulate || start > 0), c);
        }
    }

    /// <summary>
    /// Returns panels of an unpacked B. If whole vectors can be read past the last column, B is read in place: it is used
    /// only once, so packing would cost more than it gains. The values past the last column do not affect the result.
    /// </summary>
    private RightPanels ReadPanels(ReadOnlyMatrixSpan b, int start, int length, int columns)
    {
        int whole = Alignment.RoundUp(columns, S.Width);
        bool hasRoom = columns == whole || (whole <= b.RowStride && ((b.Rows - 1) * b.RowStride) + whole <= b.Data.Length);
        if (hasRoom) return RightPanels.Rows(b, start, columns);
        Span<float> packed = Scratch(ref _rightScratch, PackedLength(length, columns));
        PackRows(new ReadOnlyMatrixSpan(b.Data[(start * b.RowStride)..], length, columns, b.RowStride), packed);
        return RightPanels.Packed(new PackedMatrix(packed, length, columns), 0);
    }

    /// <summary>Computes C for one block of k: <paramref name="length"/> columns of A from <paramref name="start"/> on.</summary>
    private static void MultiplyBlock(ReadOnlyMatrixSpan a, int start, int length, RightPanels b, Addends addends, MatrixSpan c)
    {
        int blockRows = BlockFloats / length / TileRows * TileRows;
        for (int row = 0; row < c.Rows; row += blockRows)
        {
            int rows = Math.Min(blockRows, c.Rows - row);
            LeftRows left = ReadRows(a, row, rows, start, length, c.Columns);
            for (int first = 0; first < c.Columns; first += PanelWidth)
            {
                var operands = new TileOperands(left, b.At(first), addends.From(first), length, c.RowStride);
                MultiplyPanel(operands, rows, Math.Min(PanelWidth, c.Columns - first), ref c.Data[(row * c.RowStride) + first]);
            }
        }
    }

    /// <summary>Returns the size of a block of k. It depends only on k, so that the result does not depend on the number of rows or columns.</summary>
    private static int BlockDepth(int k)
    {
        int blocks = (k + MaxDepth - 1) / MaxDepth;
        return (k + blocks - 1) / blocks;
    }

    /// <summary>Returns rows of A for tiles: in place if that is fast, otherwise copied.</summary>
    private static LeftRows ReadRows(ReadOnlyMatrixSpan a, int row, int rows, int start, int length, int columns)
    {
        ref float data = ref Unsafe.Add(ref MemoryMarshal.GetReference(a.Data), ((nint)row * a.RowStride) + ((nint)start * a.ColumnStride));
        bool isWorthwhile = rows > TileRows && columns > 2 * PanelWidth;
        if (isWorthwhile && a.RowStride == 1 && a.ColumnStride > 1)
        {
            ReadOnlySpan<float> from = a.Data[(row + (start * a.ColumnStride))..];
            return new LeftRows(ref Interleave(from, a.ColumnStride, rows, length), TileStride(length), 1, TileRows);
        }

        if (isWorthwhile && a.ColumnStride == 1 && a.RowStride % ConflictingStride == 0)
        {
            int stride = Alignment.RoundUp(length) + Alignment.Floats;
            Span<float> copy = Scratch(ref _leftScratch, rows * stride);
            for (int i = 0; i < rows; i++) a.Data.Slice(((row + i) * a.RowStride) + start, length).CopyTo(copy[(i * stride)..]);
            return new LeftRows(ref copy[0], TileRows * stride, stride, 1);
        }

        return new LeftRows(ref data, (nint)TileRows * a.RowStride, a.RowStride, a.ColumnStride);
    }

    /// <summary>Returns the distance between tiles in the result of <see cref="Interleave"/>, with room for the vector that ends past a tile.</summary>
    private static int TileStride(int length) => Alignment.RoundUp(TileRows * length) + Alignment.Floats;

    /// <summary>Copies a transposed A so that the six values that a tile needs at the same time are contiguous: [tile][k][6].</summary>
    [MethodImpl(Hot)]
    private static ref float Interleave(ReadOnlySpan<float> from, int stride, int rows, int length)
    {
        int tiles = (rows + TileRows - 1) / TileRows, tileStride = TileStride(length), needed = Math.Max(TileRows, S.Width) + S.Width;
        Span<float> copy = Scratch(ref _leftScratch, tiles * tileStride);
        ref float target = ref MemoryMarshal.GetReference(copy);
        for (int k = 0; k < length; k++)
        {
            // Copies whole vectors as long as enough input follows; the next k overwrites the surplus values.
            ReadOnlySpan<float> line = from[(k * stride)..];
            int whole = Math.Clamp((line.Length - needed) / TileRows, 0, tiles);
            ref float source = ref MemoryMarshal.GetReference(line);
            ref float to = ref Unsafe.Add(ref target, k * TileRows);
            for (int tile = 0; tile < whole; tile++)
            {
                S.Store(S.Load(ref source, 0), ref to, 0);
                if (S.Width < TileRows) S.Store(S.Load(ref source, S.Width), ref to, S.Width);
                source = ref Unsafe.Add(ref source, TileRows);
                to = ref Unsafe.Add(ref to, tileStride);
            }

            for (int tile = whole; tile < tiles; tile++)
            {
                int count = Math.Min(TileRows, rows - (tile * TileRows));
                line.Slice(tile * TileRows, count).CopyTo(copy[((tile * tileStride) + (k * TileRows))..]);
            }
        }

        return ref target;
    }

    /// <summary>Computes a block of rows of C for one panel of B.</summary>
    /// <param name="operands">The operands; A starts at the first row of the block.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns, at most <see cref="PanelWidth"/>.</param>
    /// <param name="c">First element of the result.</param>
    private static void MultiplyPanel(in TileOperands operands, int rows, int columns, ref float c)
    {
        int row = 0;
        nint aTile = operands.A.TileStride, cTile = TileRows * operands.CRowStride;
        ref float a = ref operands.A.First;
        if (columns == PanelWidth)
        {
            for (; row <= rows - TileRows; row += TileRows)
            {
                MultiplyTile(operands, S.TileVectors, ref a, 0, ref c, TileRows);
                a = ref Unsafe.Add(ref a, aTile);
                c = ref Unsafe.Add(ref c, cTile);
            }
        }

        for (; row < rows; row += TileRows)
        {
            MultiplyTileRow(operands, ref a, Math.Min(TileRows, rows - row), columns, ref c);
            a = ref Unsafe.Add(ref a, aTile);
            c = ref Unsafe.Add(ref c, cTile);
        }
    }

    /// <summary>Computes up to six rows of C for one panel of B.</summary>
    /// <param name="operands">The operands.</param>
    /// <param name="a">First element of the rows of A.</param>
    /// <param name="rows">Number of rows, at most <see cref="TileRows"/>.</param>
    /// <param name="columns">Number of columns, at most <see cref="PanelWidth"/>.</param>
    /// <param name="c">First element of the result.</param>
    private static void MultiplyTileRow(in TileOperands operands, ref float a, int rows, int columns, ref float c)
    {
        for (int column = 0; column < columns;)
        {
            int vectors = TileWidth(columns - column);
            int width = vectors * S.Width;
            ref float to = ref Unsafe.Add(ref c, column);
            if (rows == TileRows && column + width <= columns) MultiplyTile(operands, vectors, ref a, column, ref to, TileRows);
            else MultiplyEdgeTile(operands, vectors, ref a, column, ref to, rows, Math.Min(width, columns - column));
            column += width;
        }
    }

    /// <summary>Returns the number of vectors in the next tile: 4, 2 or 1.</summary>
    private static int TileWidth(int columns)
    {
        int vectors = (columns + S.Width - 1) / S.Width;
        return vectors >= S.TileVectors ? S.TileVectors : vectors >= 2 ? 2 : 1;
    }

    /// <summary>
    /// Computes a tile at the bottom or right edge of C. The tile is computed as a whole in temporary memory, with the last
    /// row of A in place of missing rows, and the part that belongs to C is copied.
    /// </summary>
    /// <param name="operands">The operands.</param>
    /// <param name="vectors">Width of the tile in vectors: 1, 2 or 4.</param>
    /// <param name="a">First element of the rows of A.</param>
    /// <param name="column">First column of the tile in the panel of B.</param>
    /// <param name="c">First element of the result.</param>
    /// <param name="rows">Number of rows of the result.</param>
    /// <param name="columns">Number of columns of the result.</param>
    [SkipLocalsInit]
    private static void MultiplyEdgeTile(in TileOperands operands, int vectors, ref float a, int column, ref float c, int rows, int columns)
    {
        Span<float> tile = stackalloc float[TileRows * 4 * Alignment.Floats];
        int stride = vectors * S.Width;
        nint cRow = operands.CRowStride;
        if (operands.Addends.Accumulate)
        {
            for (int row = 0; row < rows; row++) MemoryMarshal.CreateSpan(ref Unsafe.Add(ref c, row * cRow), columns).CopyTo(tile[(row * stride)..]);
        }

        var withoutBias = new TileOperands(operands.A, operands.B, new Addends(operands.Addends.Accumulate), operands.Depth, stride);
        MultiplyTile(withoutBias, vectors, ref a, column, ref MemoryMarshal.GetReference(tile), rows);
        ref float bias = ref operands.Addends.BiasAt(column);
        for (int row = 0; row < rows; row++)
        {
            Span<float> from = tile.Slice(row * stride, columns);
            for (int i = 0; i < columns && !Unsafe.IsNullRef(ref bias); i++) from[i] += Unsafe.Add(ref bias, i);
            from.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref c, row * cRow), columns));
        }
    }

    /// <summary>Returns temporary memory of the current thread, enlarged if necessary.</summary>
    private static Span<float> Scratch(ref FloatBuffer? buffer, int length)
    {
        if (buffer is null || buffer.Length < length) buffer = new FloatBuffer(length);
        return buffer[0, length];
    }

    private static void CheckShapes(ReadOnlyMatrixSpan a, int bRows, int bColumns, MatrixSpan c)
    {
        if (a.Rows != c.Rows || a.Columns > bRows || c.Columns > bColumns)
            throw new ArgumentException($"the shapes of a matrix product do not match: [{a.Rows}, {a.Columns}] · [{bRows}, {bColumns}] = [{c.Rows}, {c.Columns}]");
    }
}
