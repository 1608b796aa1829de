using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    /// <summary>Rows of C that a tile computes at once.</summary>
    private const int TileRows = 6;

    /// <summary>Columns of C that a tile computes at once.</summary>
    private static int PanelWidth => S.Width * S.TileVectors;

    public int PackedLength(int rows, int columns) => checked(rows * Alignment.RoundUp(columns, S.Width));

    public void Pack(Matrix source, Span<float> destination)
    {
        CheckLength(PackedLength(source.Rows, source.Columns), destination.Length);
        for (int first = 0; first < source.Columns; first += PanelWidth)
        {
            int columns = Math.Min(PanelWidth, source.Columns - first), stride = PanelStride(source.Columns, first);
            PackPanel(source, first, columns, stride, destination.Slice(first * source.Rows, source.Rows * stride));
        }
    }

    public void MatMul(Matrix a, PackedMatrix b, ReadOnlySpan<float> bias, bool accumulate, MatrixSpan c)
    {
        CheckShapes(a, b.Rows, b.Columns, c);
        CheckLength(PackedLength(b.Rows, b.Columns), b.Data.Length);
        if (!bias.IsEmpty) CheckLength(c.Columns, bias.Length);
        if (c.Rows < TileRows && a.ColumnStride == 1)
        {
            FewRows(a, b, bias, accumulate, c);
            return;
        }

        ref float data = ref MemoryMarshal.GetReference(b.Data);
        for (int first = 0; first < c.Columns; first += PanelWidth)
        {
            ref float panel = ref Unsafe.Add(ref data, (nint)first * b.Rows);
            Panel(a, ref panel, PanelStride(b.Columns, first), bias, accumulate, c, first);
        }
    }

    public void MatMul(Matrix a, Matrix b, bool accumulate, MatrixSpan c)
    {
        CheckShapes(a, b.Rows, b.Columns, c);
        if (b.ColumnStride != 1) throw new ArgumentException("the right matrix has a column stride: pack it");
        ref float data = ref MemoryMarshal.GetReference(b.Data);
        for (int first = 0; first < c.Columns; first += PanelWidth)
        {
            int columns = Math.Min(PanelWidth, c.Columns - first);
            int width = Alignment.RoundUp(columns, S.Width);

            // Whole vectors of the last row must lie within the data, for a tile reads whole vectors only.
            if (((b.Rows - 1L) * b.RowStride) + first + width <= b.Data.Length)
            {
                Panel(a, ref Unsafe.Add(ref data, first), b.RowStride, default, accumulate, c, first);
                continue;
            }

            float[] copy = ArrayPool<float>.Shared.Rent(b.Rows * width);
            PackPanel(b, first, columns, width, copy);
            Panel(a, ref copy[0], width, default, accumulate, c, first);
            ArrayPool<float>.Shared.Return(copy);
        }
    }

    /// <summary>How far rows of the packed panel that begins at column <paramref name="first"/> are apart: the last panel is narrower.</summary>
    private static int PanelStride(int columns, int first) => Math.Min(PanelWidth, Alignment.RoundUp(columns - first, S.Width));

    private static void PackPanel(Matrix source, int first, int columns, int stride, Span<float> destination)
    {
        if (source.ColumnStride == 1)
        {
            for (int row = 0; row < source.Rows; row++)
            {
                Span<float> to = destination.Slice(row * stride, stride);
                source.Data.Slice((row * source.RowStride) + first, columns).CopyTo(to);
                to[columns..].Clear();
            }

            return;
        }

        for (int column = 0; column < stride; column++)
        {
            int from = (first + column) * source.ColumnStride;
            for (int row = 0, to = column; row < source.Rows; row++, to += stride)
                destination[to] = column < columns ? source.Data[from + (row * source.RowStride)] : 0;
        }
    }

    /// <summary>All rows of C for the columns of one panel of B.</summary>
    private static void Panel(Matrix a, ref float panel, int panelStride, ReadOnlySpan<float> bias, bool accumulate, MatrixSpan c, int first)
    {
        ref float pa = ref MemoryMarshal.GetReference(a.Data);
        ref float pc = ref MemoryMarshal.GetReference(c.Data);
        int columns = Math.Min(PanelWidth, c.Columns - first);
        for (int row = 0; row < c.Rows; row += TileRows)
        {
            int rows = Math.Min(TileRows, c.Rows - row);
            ref float tileA = ref Unsafe.Add(ref pa, (nint)row * a.RowStride);
            int done = 0;
            while (done < columns)
            {
                int vectors = TileWidth(columns - done);
                int width = vectors * S.Width;
                ref float tileB = ref Unsafe.Add(ref panel, done);
                ref float tileC = ref Unsafe.Add(ref pc, ((nint)row * c.RowStride) + first + done);
                ReadOnlySpan<float> tileBias = bias.IsEmpty ? default : bias[(first + done)..];
                if (rows == TileRows && done + width <= columns)
                    Tile(vectors, a.Columns, ref tileA, a.RowStride, a.ColumnStride, ref tileB, panelStride, tileBias, accumulate, ref tileC, c.RowStride);
                else
                    EdgeTile(vectors, a, ref tileA, ref tileB, panelStride, tileBias, accumulate, ref tileC, c.RowStride, rows, Math.Min(width, columns - done));
                done += width;
            }
        }
    }

    /// <summary>How many vectors the next tile takes: 4, 2 or 1.</summary>
    private static int TileWidth(int columns)
    {
        int vectors = (columns + S.Width - 1) / S.Width;
        return vectors >= S.TileVectors ? S.TileVectors : vectors >= 2 ? 2 : 1;
    }

    /// <summary>
    /// A tile at the lower or right edge of C. Missing rows of A repeat the last one; the tile goes to a scratch of its
    /// own, and what belongs to C is taken over from there.
    /// </summary>
    [MethodImpl(Hot)]
    [SkipLocalsInit]
    private static void EdgeTile(
        int vectors, Matrix a, ref float tileA, ref float tileB, int panelStride, ReadOnlySpan<float> bias, bool accumulate, ref float c, int cStride, int rows, int columns)
    {
        Span<float> scratch = stackalloc float[TileRows * 4 * Alignment.Floats];
        ref float tile = ref MemoryMarshal.GetReference(scratch);
        int stride = vectors * S.Width;
        if (rows == 1)
            TileRow(vectors, a.Columns, ref tileA, a.ColumnStride, ref tileB, panelStride, ref tile);
        else
            Tile(vectors, a.Columns, ref tileA, a.RowStride, a.ColumnStride, ref tileB, panelStride, default, false, ref tile, stride, rows);
        for (int row = 0; row < rows; row++)
        {
            ref float to = ref Unsafe.Add(ref c, (nint)row * cStride);
            ref float from = ref Unsafe.Add(ref tile, row * stride);
            for (nint i = 0; i < columns; i++)
            {
                float value = Unsafe.Add(ref from, i);
                if (!bias.IsEmpty) value += bias[(int)i];
                if (accumulate) value += Unsafe.Add(ref to, i);
                Unsafe.Add(ref to, i) = value;
            }
        }
    }

    private static void CheckShapes(Matrix a, int bRows, int bColumns, MatrixSpan c)
    {
        if (a.Rows != c.Rows || a.Columns > bRows || c.Columns > bColumns)
            throw new ArgumentException($"[{a.Rows}, {a.Columns}] times [{bRows}, {bColumns}] is not [{c.Rows}, {c.Columns}]");
    }
}
