using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>
/// The matrix products of attention without the parts that the causal mask makes 0: fully masked tiles are skipped, and
/// partly masked tiles sum over unmasked columns only. The skipped terms would add zeros, so the result is bit-identical to
/// the full product.
/// </content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    public void CausalScores(ReadOnlyMatrixSpan q, PackedMatrix keys, CausalMask mask, MatrixSpan scores)
    {
        CheckShapes(q, keys.Rows, keys.Columns, scores);
        CheckLength(PackedLength(keys.Rows, keys.Columns), keys.Data.Length);
        ref float pq = ref MemoryMarshal.GetReference(q.Data);
        ref float to = ref MemoryMarshal.GetReference(scores.Data);
        int depth = BlockDepth(q.Columns);
        for (int start = 0; start < q.Columns; start += depth)
        {
            int length = Math.Min(depth, q.Columns - start);
            var panels = RightPanels.Packed(keys, start);
            for (int first = 0; first < scores.Columns; first += PanelWidth)
            {
                int columns = Math.Min(PanelWidth, scores.Columns - first);
                int begin = mask.FirstRow(first) / TileRows * TileRows, end = Math.Min(scores.Rows, mask.EndRow(first + columns - 1));
                if (begin >= end) continue;
                ref float left = ref Unsafe.Add(ref pq, ((nint)begin * q.RowStride) + ((nint)start * q.ColumnStride));
                var rows = new LeftRows(ref left, (nint)TileRows * q.RowStride, q.RowStride, q.ColumnStride);
                var operands = new TileOperands(rows, panels.At(first), new Addends(start > 0), length, scores.RowStride);
                MultiplyPanel(operands, end - begin, columns, ref Unsafe.Add(ref to, ((nint)begin * scores.RowStride) + first));
            }
        }
    }

    public void CausalWeightedSum(ReadOnlyMatrixSpan weights, PackedMatrix values, CausalMask mask, bool accumulate, MatrixSpan output)
    {
        CheckShapes(weights, values.Rows, values.Columns, output);
        CheckLength(PackedLength(values.Rows, values.Columns), values.Data.Length);
        ref float pw = ref MemoryMarshal.GetReference(weights.Data);
        ref float to = ref MemoryMarshal.GetReference(output.Data);
        int depth = BlockDepth(weights.Columns);
        for (int start = mask.Begin(0) / depth * depth; start < weights.Columns; start += depth)
        {
            int blockEnd = Math.Min(weights.Columns, start + depth);
            for (int first = 0; first < output.Columns; first += PanelWidth)
            {
                int stride = PanelStride(values.Columns, first), columns = Math.Min(PanelWidth, output.Columns - first);
                ref float panel = ref Unsafe.Add(ref MemoryMarshal.GetReference(values.Data), (nint)first * values.Rows);
                for (int row = 0; row < output.Rows; row += TileRows)
                {
                    int rows = Math.Min(TileRows, output.Rows - row), firstVisible = mask.Begin(row);
                    int begin = Math.Max(start, firstVisible), end = Math.Min(blockEnd, mask.End(row + rows - 1));
                    if (begin >= end) continue;
                    ref float a = ref Unsafe.Add(ref pw, ((nint)row * weights.RowStride) + begin);
                    var right = new RightPanel(ref Unsafe.Add(ref panel, (nint)begin * stride), stride);
                    var operands = new TileOperands(new LeftRows(ref a, 0, weights.RowStride, 1), right, new Addends(accumulate || begin > firstVisible), end - begin, output.RowStride);
                    MultiplyTileRow(operands, ref a, rows, columns, ref Unsafe.Add(ref to, ((nint)row * output.RowStride) + first));
                }
            }
        }
    }

    public void CausalWeightedSumTransposed(ReadOnlyMatrixSpan weights, ReadOnlyMatrixSpan rows, CausalMask mask, MatrixSpan sums)
    {
        CheckShapes(weights.Transposed, rows.Rows, rows.Columns, sums);
        RightPanels panels = ReadPanels(rows, 0, rows.Rows, sums.Columns);
        ref float pw = ref MemoryMarshal.GetReference(weights.Data);
        ref float to = ref MemoryMarshal.GetReference(sums.Data);
        for (int first = 0; first < sums.Columns; first += PanelWidth)
        {
            int columns = Math.Min(PanelWidth, sums.Columns - first);
            RightPanel panel = panels.At(first);
            for (int column = mask.Begin(0) / TileRows * TileRows; column < sums.Rows; column += TileRows)
            {
                int count = Math.Min(TileRows, sums.Rows - column);
                int begin = mask.FirstRow(column), end = Math.Min(rows.Rows, mask.EndRow(column + count - 1));
                if (begin >= end) continue;
                ref float a = ref Unsafe.Add(ref pw, ((nint)begin * weights.RowStride) + column);
                var right = new RightPanel(ref Unsafe.Add(ref panel.First, begin * panel.RowStride), panel.RowStride);
                var operands = new TileOperands(new LeftRows(ref a, 0, 1, weights.RowStride), right, new Addends(true), end - begin, sums.RowStride);
                MultiplyTileRow(operands, ref a, count, columns, ref Unsafe.Add(ref to, ((nint)column * sums.RowStride) + first));
            }
        }
    }
}
