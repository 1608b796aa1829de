using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>
/// The products of attention, less what the causal mask makes 0: tiles that lie wholly in the dark are left out, and
/// others sum over no more than they see. What is left out would have added zeros, so no bit depends on it.
/// </content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    public void CausalScores(ReadOnlyMatrixSpan q, PackedMatrix keys, CausalRange range, MatrixSpan scores)
    {
        CheckShapes(q, keys.Rows, keys.Columns, scores);
        CheckLength(PackedLength(keys.Rows, keys.Columns), keys.Data.Length);
        ref float data = ref MemoryMarshal.GetReference(keys.Data);
        ref float pq = ref MemoryMarshal.GetReference(q.Data);
        ref float to = ref MemoryMarshal.GetReference(scores.Data);
        int depth = BlockDepth(q.Columns);
        for (int start = 0; start < q.Columns; start += depth)
        {
            int length = Math.Min(depth, q.Columns - start);
            for (int first = 0; first < scores.Columns; first += PanelWidth)
            {
                int columns = Math.Min(PanelWidth, scores.Columns - first), stride = PanelStride(keys.Columns, first);
                int begin = range.FirstRow(first) / TileRows * TileRows, end = Math.Min(scores.Rows, range.EndRow(first + columns - 1));
                if (begin >= end) continue;
                var rows = new TileRowsOf(ref Unsafe.Add(ref pq, ((nint)begin * q.RowStride) + ((nint)start * q.ColumnStride)), (nint)TileRows * q.RowStride, q.RowStride, q.ColumnStride);
                ref float panel = ref Unsafe.Add(ref data, ((nint)first * keys.Rows) + ((nint)start * stride));
                Panel(rows, end - begin, length, ref panel, stride, default, start > 0, ref Unsafe.Add(ref to, ((nint)begin * scores.RowStride) + first), scores.RowStride, columns);
            }
        }
    }

    public void CausalMix(ReadOnlyMatrixSpan weights, PackedMatrix values, CausalRange range, bool accumulate, MatrixSpan output)
    {
        CheckShapes(weights, values.Rows, values.Columns, output);
        CheckLength(PackedLength(values.Rows, values.Columns), values.Data.Length);
        ref float data = ref MemoryMarshal.GetReference(values.Data);
        ref float pw = ref MemoryMarshal.GetReference(weights.Data);
        ref float to = ref MemoryMarshal.GetReference(output.Data);
        int depth = BlockDepth(weights.Columns);
        for (int start = range.Begin(0) / depth * depth; start < weights.Columns; start += depth)
        {
            int behind = Math.Min(weights.Columns, start + depth);
            for (int first = 0; first < output.Columns; first += PanelWidth)
            {
                int stride = PanelStride(values.Columns, first), columns = Math.Min(PanelWidth, output.Columns - first);
                ref float panel = ref Unsafe.Add(ref data, (nint)first * values.Rows);
                for (int row = 0; row < output.Rows; row += TileRows)
                {
                    int rows = Math.Min(TileRows, output.Rows - row), seen = range.Begin(row);
                    int begin = Math.Max(start, seen), end = Math.Min(behind, range.End(row + rows - 1));
                    if (begin >= end) continue;
                    TileRow(
                        ref Unsafe.Add(ref pw, ((nint)row * weights.RowStride) + begin), weights.RowStride, 1, rows, end - begin, ref Unsafe.Add(ref panel, (nint)begin * stride), stride,
                        default, accumulate || begin > seen, ref Unsafe.Add(ref to, ((nint)row * output.RowStride) + first), output.RowStride, columns);
                }
            }
        }
    }

    public void CausalMixTransposed(ReadOnlyMatrixSpan weights, ReadOnlyMatrixSpan rows, CausalRange range, MatrixSpan sums)
    {
        CheckShapes(weights.Transposed, rows.Rows, rows.Columns, sums);
        PanelsOf panels = ReadPanels(rows, 0, rows.Rows, sums.Columns);
        ref float pw = ref MemoryMarshal.GetReference(weights.Data);
        ref float to = ref MemoryMarshal.GetReference(sums.Data);
        for (int first = 0; first < sums.Columns; first += PanelWidth)
        {
            int columns = Math.Min(PanelWidth, sums.Columns - first);
            ref float panel = ref panels.At(first, out int stride);
            for (int column = range.Begin(0) / TileRows * TileRows; column < sums.Rows; column += TileRows)
            {
                int count = Math.Min(TileRows, sums.Rows - column);
                int begin = range.FirstRow(column), end = Math.Min(rows.Rows, range.EndRow(column + count - 1));
                if (begin >= end) continue;
                TileRow(
                    ref Unsafe.Add(ref pw, ((nint)begin * weights.RowStride) + column), 1, weights.RowStride, count, end - begin, ref Unsafe.Add(ref panel, (nint)begin * stride), stride,
                    default, true, ref Unsafe.Add(ref to, ((nint)column * sums.RowStride) + first), sums.RowStride, columns);
            }
        }
    }
}
