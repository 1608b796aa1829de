using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PixelGpt.Numerics.Simd;

namespace PixelGpt.Numerics;

/// <content>Packing of the right operand into panels as wide as a tile, which products read sequentially.</content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    public int PackedLength(int rows, int columns) => checked(rows * Alignment.RoundUp(columns, S.Width));

    public void Pack(ReadOnlyMatrixSpan source, Span<float> destination)
    {
        CheckLength(PackedLength(source.Rows, source.Columns), destination.Length);
        if (source.ColumnStride == 1)
        {
            PackRows(source, destination);
            return;
        }

        for (int first = 0; first < source.Columns; first += PanelWidth)
        {
            int columns = Math.Min(PanelWidth, source.Columns - first), stride = PanelStride(source.Columns, first);
            PackTransposedPanel(source, first, columns, stride, destination.Slice(first * source.Rows, source.Rows * stride));
        }
    }

    /// <summary>Returns the row stride of the packed panel that starts at column <paramref name="first"/>; the last panel is narrower.</summary>
    private static int PanelStride(int columns, int first) => Math.Min(PanelWidth, Alignment.RoundUp(columns - first, S.Width));

    /// <summary>Packs row by row, so that the source is read sequentially; each row is distributed over all panels.</summary>
    [MethodImpl(Hot)]
    private static void PackRows(ReadOnlyMatrixSpan source, Span<float> destination)
    {
        int wholePanels = source.Columns / PanelWidth, rest = source.Columns - (wholePanels * PanelWidth), restStride = Alignment.RoundUp(rest, S.Width);
        ref float from = ref MemoryMarshal.GetReference(source.Data);
        nint panelLength = (nint)source.Rows * PanelWidth;
        for (int row = 0; row < source.Rows; row++)
        {
            ref float line = ref Unsafe.Add(ref from, (nint)row * source.RowStride);
            ref float to = ref Unsafe.Add(ref MemoryMarshal.GetReference(destination), row * PanelWidth);
            for (int panel = 0; panel < wholePanels; panel++)
            {
                for (nint i = 0; i < PanelWidth; i += S.Width) S.Store(S.Load(ref line, i), ref to, i);
                line = ref Unsafe.Add(ref line, PanelWidth);
                to = ref Unsafe.Add(ref to, panelLength);
            }

            if (rest == 0) continue;
            Span<float> end = destination.Slice((wholePanels * PanelWidth * source.Rows) + (row * restStride), restStride);
            source.Data.Slice((row * source.RowStride) + (wholePanels * PanelWidth), rest).CopyTo(end);
            end[rest..].Clear();
        }
    }

    /// <summary>Packs one panel of a transposed matrix in blocks of 4×4.</summary>
    [MethodImpl(Hot)]
    private static void PackTransposedPanel(ReadOnlyMatrixSpan source, int first, int columns, int stride, Span<float> panel)
    {
        int rows = source.Rows, wholeColumns = columns / 4 * 4, wholeRows = source.RowStride == 1 ? rows / 4 * 4 : 0;
        ref float from = ref MemoryMarshal.GetReference(source.Data);
        ref float to = ref MemoryMarshal.GetReference(panel);
        for (int column = 0; column < wholeColumns; column += 4)
        {
            ref float block = ref Unsafe.Add(ref from, (nint)(first + column) * source.ColumnStride);
            for (int row = 0; row < wholeRows; row += 4)
                Transposition.FourByFour(ref Unsafe.Add(ref block, row), source.ColumnStride, ref Unsafe.Add(ref to, ((nint)row * stride) + column), stride);
        }

        for (int column = 0; column < stride; column++)
        {
            for (int row = column < wholeColumns ? wholeRows : 0; row < rows; row++)
                panel[(row * stride) + column] = column < columns ? source[row, first + column] : 0;
        }
    }
}
