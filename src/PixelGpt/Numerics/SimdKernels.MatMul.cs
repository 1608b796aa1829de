using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>
/// The loops around the tiles of the matrix product (Goto and van de Geijn 2008): a block of k at a time, so that a
/// panel of B stays in the L1 cache; within it a block of A's rows at a time, so that these stay near; then panel by
/// panel of B, tile by tile. Between blocks of k the sums so far wait in C, unrounded, so blocks change no bit.
/// </content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    /// <summary>Rows of C that a tile computes at once.</summary>
    private const int TileRows = 6;

    /// <summary>The most of k that a block takes.</summary>
    private const int MaxDepth = 256;

    /// <summary>Floats of A that a block of its rows takes, a multiple of <see cref="MaxDepth"/> times <see cref="TileRows"/>.</summary>
    private const int BlockFloats = 24576;

    /// <summary>Rows that are so many floats apart, or a multiple, meet in the same few sets of the L1 cache.</summary>
    private const int CrowdedStride = 512;

    [ThreadStatic]
    private static FloatBuffer? _left;

    [ThreadStatic]
    private static FloatBuffer? _right;

    /// <summary>Columns of C that a tile computes at once.</summary>
    private static int PanelWidth => S.Width * S.TileVectors;

    public void MatMul(ReadOnlyMatrixSpan a, PackedMatrix b, ReadOnlySpan<float> bias, bool accumulate, MatrixSpan c)
    {
        CheckShapes(a, b.Rows, b.Columns, c);
        CheckLength(PackedLength(b.Rows, b.Columns), b.Data.Length);
        if (!bias.IsEmpty) CheckLength(c.Columns, bias.Length);
        if (c.Rows < TileRows && a.ColumnStride == 1)
        {
            FewRows(a, b, bias, accumulate, c);
            return;
        }

        int depth = BlockDepth(a.Columns);
        for (int start = 0; start < a.Columns; start += depth)
        {
            int length = Math.Min(depth, a.Columns - start);
            MultiplyBlock(a, start, length, PanelsOf.Packed(b, start), start + length == a.Columns ? bias : default, accumulate || start > 0, c);
        }
    }

    public void MatMul(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, bool accumulate, MatrixSpan c)
    {
        CheckShapes(a, b.Rows, b.Columns, c);
        if (b.ColumnStride != 1) throw new ArgumentException("the right matrix has a column stride: pack it");
        int depth = BlockDepth(a.Columns);
        for (int start = 0; start < a.Columns; start += depth)
        {
            int length = Math.Min(depth, a.Columns - start);
            MultiplyBlock(a, start, length, ReadPanels(b, start, length, c.Columns), default, accumulate || start > 0, c);
        }
    }

    /// <summary>
    /// Panels of B, which is read where it lies if there is room for whole vectors: it is used once, so a copy would cost
    /// more than its order gains. What stands behind a row's last column counts for nothing.
    /// </summary>
    private PanelsOf ReadPanels(ReadOnlyMatrixSpan b, int start, int length, int columns)
    {
        int whole = Alignment.RoundUp(columns, S.Width);
        bool hasRoom = columns == whole || (whole <= b.RowStride && ((b.Rows - 1) * b.RowStride) + whole <= b.Data.Length);
        if (hasRoom) return PanelsOf.Rows(b, start, columns);
        Span<float> packed = Scratch(ref _right, PackedLength(length, columns));
        PackRows(new ReadOnlyMatrixSpan(b.Data[(start * b.RowStride)..], length, columns, b.RowStride), packed);
        return PanelsOf.Packed(new PackedMatrix(packed, length, columns), 0);
    }

    /// <summary>Adds to C, or begins it with, the products of k from <paramref name="start"/> on.</summary>
    private static void MultiplyBlock(ReadOnlyMatrixSpan a, int start, int length, PanelsOf b, ReadOnlySpan<float> bias, bool accumulate, MatrixSpan c)
    {
        int blockRows = BlockFloats / length / TileRows * TileRows;
        for (int row = 0; row < c.Rows; row += blockRows)
        {
            int rows = Math.Min(blockRows, c.Rows - row);
            TileRowsOf left = ReadRows(a, row, rows, start, length, c.Columns);
            for (int first = 0; first < c.Columns; first += PanelWidth)
            {
                ref float panel = ref b.At(first, out int stride);
                ref float to = ref c.Data[(row * c.RowStride) + first];
                Panel(left, rows, length, ref panel, stride, bias.IsEmpty ? default : bias[first..], accumulate, ref to, c.RowStride, Math.Min(PanelWidth, c.Columns - first));
            }
        }
    }

    /// <summary>The depth of a block: a function of k alone, so that no bit depends on how many rows or columns there are.</summary>
    private static int BlockDepth(int k)
    {
        int blocks = (k + MaxDepth - 1) / MaxDepth;
        return (k + blocks - 1) / blocks;
    }

    /// <summary>Rows of A for tiles: as they lie where that serves, else copied.</summary>
    private static TileRowsOf ReadRows(ReadOnlyMatrixSpan a, int row, int rows, int start, int length, int columns)
    {
        ref float data = ref Unsafe.Add(ref MemoryMarshal.GetReference(a.Data), ((nint)row * a.RowStride) + ((nint)start * a.ColumnStride));
        bool isWorthwhile = rows > TileRows && columns > 2 * PanelWidth;
        if (isWorthwhile && a.RowStride == 1 && a.ColumnStride > 1)
        {
            ReadOnlySpan<float> from = a.Data[(row + (start * a.ColumnStride))..];
            return new TileRowsOf(ref Interleave(from, a.ColumnStride, rows, length), TileStride(length), 1, TileRows);
        }

        if (isWorthwhile && a.ColumnStride == 1 && a.RowStride % CrowdedStride == 0)
        {
            int stride = Alignment.RoundUp(length) + Alignment.Floats;
            Span<float> copy = Scratch(ref _left, rows * stride);
            for (int i = 0; i < rows; i++) a.Data.Slice(((row + i) * a.RowStride) + start, length).CopyTo(copy[(i * stride)..]);
            return new TileRowsOf(ref copy[0], TileRows * stride, stride, 1);
        }

        return new TileRowsOf(ref data, (nint)TileRows * a.RowStride, a.RowStride, a.ColumnStride);
    }

    /// <summary>How far the tiles of <see cref="Interleave"/> are apart: room for the whole vector that ends beyond a tile.</summary>
    private static int TileStride(int length) => Alignment.RoundUp(TileRows * length) + Alignment.Floats;

    /// <summary>Copies a transposed A so that the six numbers a tile wants at once are neighbours: [tile][k][6].</summary>
    [MethodImpl(Hot)]
    private static ref float Interleave(ReadOnlySpan<float> from, int stride, int rows, int length)
    {
        int tiles = (rows + TileRows - 1) / TileRows, tileStride = TileStride(length), needed = Math.Max(TileRows, S.Width) + S.Width;
        Span<float> copy = Scratch(ref _left, tiles * tileStride);
        ref float target = ref MemoryMarshal.GetReference(copy);
        for (int k = 0; k < length; k++)
        {
            // Whole vectors, of which the next row's numbers overwrite what is too much, as far as there is so much to read.
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

    /// <summary>All rows of a block of C for the columns of one panel of B.</summary>
    private static void Panel(
        TileRowsOf a, int allRows, int length, ref float panel, int panelStride, ReadOnlySpan<float> bias, bool accumulate, ref float c, int cStride, int columns)
    {
        int row = 0;
        ref float tileA = ref a.First;
        if (columns == PanelWidth)
        {
            for (; row <= allRows - TileRows; row += TileRows)
            {
                Tile(S.TileVectors, length, ref tileA, a.RowStride, a.ColumnStride, ref panel, panelStride, bias, accumulate, ref c, cStride);
                tileA = ref Unsafe.Add(ref tileA, a.TileStride);
                c = ref Unsafe.Add(ref c, TileRows * cStride);
            }
        }

        for (; row < allRows; row += TileRows)
        {
            TileRow(ref tileA, a.RowStride, a.ColumnStride, Math.Min(TileRows, allRows - row), length, ref panel, panelStride, bias, accumulate, ref c, cStride, columns);
            tileA = ref Unsafe.Add(ref tileA, a.TileStride);
            c = ref Unsafe.Add(ref c, TileRows * cStride);
        }
    }

    /// <summary>The tiles of up to six rows across one panel, whole or not.</summary>
    private static void TileRow(
        ref float a, nint aRow, nint aStep, int rows, int length, ref float panel, int panelStride, ReadOnlySpan<float> bias, bool accumulate, ref float c, int cStride, int columns)
    {
        for (int done = 0; done < columns;)
        {
            int vectors = TileWidth(columns - done);
            int width = vectors * S.Width;
            ref float b = ref Unsafe.Add(ref panel, done);
            ref float to = ref Unsafe.Add(ref c, done);
            ReadOnlySpan<float> tileBias = bias.IsEmpty ? default : bias[done..];
            if (rows == TileRows && done + width <= columns)
                Tile(vectors, length, ref a, aRow, aStep, ref b, panelStride, tileBias, accumulate, ref to, cStride);
            else
                EdgeTile(vectors, length, ref a, aRow, aStep, ref b, panelStride, tileBias, accumulate, ref to, cStride, rows, Math.Min(width, columns - done));
            done += width;
        }
    }

    /// <summary>How many vectors the next tile takes: 4, 2 or 1.</summary>
    private static int TileWidth(int columns)
    {
        int vectors = (columns + S.Width - 1) / S.Width;
        return vectors >= S.TileVectors ? S.TileVectors : vectors >= 2 ? 2 : 1;
    }

    /// <summary>
    /// A tile at the lower or right edge of C. Missing rows of A repeat the last one; the tile begins and ends in a
    /// scratch of its own, and what belongs to C is taken over from there.
    /// </summary>
    [SkipLocalsInit]
    private static void EdgeTile(
        int vectors, int length, ref float a, nint aRow, nint aStep, ref float b, int bStep, ReadOnlySpan<float> bias, bool accumulate, ref float c, int cStride, int rows, int columns)
    {
        Span<float> tile = stackalloc float[TileRows * 4 * Alignment.Floats];
        int stride = vectors * S.Width;
        if (accumulate)
        {
            for (int row = 0; row < rows; row++) MemoryMarshal.CreateSpan(ref Unsafe.Add(ref c, (nint)row * cStride), columns).CopyTo(tile[(row * stride)..]);
        }

        Tile(vectors, length, ref a, aRow, aStep, ref b, bStep, default, accumulate, ref MemoryMarshal.GetReference(tile), stride, rows);
        for (int row = 0; row < rows; row++)
        {
            Span<float> from = tile.Slice(row * stride, columns);
            for (int i = 0; i < columns && !bias.IsEmpty; i++) from[i] += bias[i];
            from.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref c, (nint)row * cStride), columns));
        }
    }

    /// <summary>This thread's scratch, as long as asked for.</summary>
    private static Span<float> Scratch(ref FloatBuffer? buffer, int length)
    {
        if (buffer is null || buffer.Length < length) buffer = new FloatBuffer(length);
        return buffer[0, length];
    }

    private static void CheckShapes(ReadOnlyMatrixSpan a, int bRows, int bColumns, MatrixSpan c)
    {
        if (a.Rows != c.Rows || a.Columns > bRows || c.Columns > bColumns)
            throw new ArgumentException($"[{a.Rows}, {a.Columns}] times [{bRows}, {bColumns}] is not [{c.Rows}, {c.Columns}]");
    }

    /// <summary>Rows of A, six to a tile.</summary>
    private readonly ref struct TileRowsOf(ref float first, nint tileStride, nint rowStride, nint columnStride)
    {
        public readonly ref float First = ref first;
        public readonly nint TileStride = tileStride;
        public readonly nint RowStride = rowStride;
        public readonly nint ColumnStride = columnStride;
    }

    /// <summary>The rows of B that a block of k multiplies, panel by panel: packed, or where they lie.</summary>
    private readonly ref struct PanelsOf
    {
        private readonly ref float _first;
        private readonly int _columns;
        private readonly int _rows;
        private readonly int _start;
        private readonly int _stride;

        private PanelsOf(ReadOnlySpan<float> data, int columns, int rows, int start, int stride)
        {
            _first = ref MemoryMarshal.GetReference(data);
            (_columns, _rows, _start, _stride) = (columns, rows, start, stride);
        }

        public static PanelsOf Packed(PackedMatrix b, int start) => new(b.Data, b.Columns, b.Rows, start, 0);

        public static PanelsOf Rows(ReadOnlyMatrixSpan b, int start, int columns) => new(b.Data, columns, b.Rows, start, b.RowStride);

        /// <summary>The panel of columns from <paramref name="first"/> on, and how far its rows are apart.</summary>
        public ref float At(int first, out int stride)
        {
            stride = _stride > 0 ? _stride : PanelStride(_columns, first);
            nint panel = _stride > 0 ? first : (nint)first * _rows;
            return ref Unsafe.Add(ref _first, panel + ((nint)_start * stride));
        }
    }
}
