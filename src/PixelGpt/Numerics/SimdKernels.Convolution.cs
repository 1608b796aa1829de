using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>
/// Convolution as a matrix product whose left side, a row a place of the window, is never there as a whole (Chellapilla et
/// al. 2006 write it out): a block of places and of k at a time is copied to where the tiles read it, small enough to stay
/// in the L2 cache. A window of one pixel needs no copy.
/// </content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    public void ConvolveRelu(ReadOnlyMatrixSpan input, WindowShape window, PackedMatrix weights, ReadOnlySpan<float> bias, int firstPlace, MatrixSpan output)
    {
        int k = window.Taps * input.Columns;
        CheckWindow(input, window, firstPlace, output);
        CheckLength(PackedLength(weights.Rows, weights.Columns), weights.Data.Length);
        CheckLength(output.Columns, bias.Length);
        if (weights.Rows != k || output.Columns > weights.Columns) throw new ArgumentException($"weights [{weights.Rows}, {weights.Columns}] for a window of {k} numbers and {output.Columns} channels");
        if (input.ColumnStride != 1 || (!window.IsPointwise && input.RowStride != input.Columns)) throw new ArgumentException("a picture under a window has its pixels side by side");

        // Equal blocks of whole tiles; all of k for one block of rows, so that these rows of C stay near.
        int depth = BlockDepth(k), most = BlockFloats / depth / TileRows * TileRows, blocks = (output.Rows + most - 1) / most;
        int blockRows = Alignment.RoundUp((output.Rows + blocks - 1) / blocks, TileRows);
        for (int row = 0; row < output.Rows; row += blockRows)
        {
            int rows = Math.Min(blockRows, output.Rows - row);
            for (int start = 0; start < k; start += depth)
            {
                int length = Math.Min(depth, k - start);
                bool isLast = start + length == k;
                TileRowsOf left = window.IsPointwise
                    ? ReadRows(input, firstPlace + row, rows, start, length, output.Columns)
                    : ReadWindows(input, window, firstPlace + row, rows, start, length);
                for (int first = 0; first < output.Columns; first += PanelWidth)
                {
                    int stride = PanelStride(weights.Columns, first), columns = Math.Min(PanelWidth, output.Columns - first);
                    ref readonly float panel = ref weights.Data[(first * weights.Rows) + (start * stride)];
                    ref float to = ref output.Data[(row * output.RowStride) + first];
                    Panel(left, rows, length, ref Unsafe.AsRef(in panel), stride, isLast ? bias[first..] : default, start > 0, ref to, output.RowStride, columns);
                    if (isLast) Relu(ref to, rows, columns, output.RowStride);
                }
            }
        }
    }

    /// <summary>Copies the numbers under the window at some places, of all its pixels' channels the <paramref name="length"/> from <paramref name="start"/> on.</summary>
    private static TileRowsOf ReadWindows(ReadOnlyMatrixSpan input, WindowShape window, int firstPlace, int rows, int start, int length)
    {
        int stride = Alignment.RoundUp(length) + Alignment.Floats;
        Span<float> copy = Scratch(ref _left, rows * stride);
        ref float to = ref MemoryMarshal.GetReference(copy);
        CopyWindows(ref MemoryMarshal.GetReference(input.Data), input.Columns, window, firstPlace, rows, start, length, ref to, stride);
        return new TileRowsOf(ref to, TileRows * stride, stride, 1);
    }

    [MethodImpl(Hot)]
    private static void CopyWindows(ref float input, nint channels, WindowShape window, int firstPlace, int rows, nint start, nint length, ref float to, nint stride)
    {
        nint line = window.KernelWidth * channels, width = window.Width * channels, end = start + length;
        nint firstLine = start / line, lastLine = (end - 1) / line;
        (int outputWidth, int x) = (window.OutputWidth, firstPlace % window.OutputWidth);
        nint top = window.Top(firstPlace);
        for (int row = 0; row < rows; row++)
        {
            // Of each of the window's lines, the numbers from 'from' to 'until': first those left of the picture, then in it, then right of it.
            nint left = ((x * window.Stride) - window.PaddingWidth) * channels;
            ref float target = ref to;
            for (nint ky = firstLine; ky <= lastLine; ky++)
            {
                nint from = Math.Max(start - (ky * line), 0), until = Math.Min(end - (ky * line), line), y = top + ky;
                nint begin = Math.Clamp(-left, from, until), stop = y < 0 || y >= window.Height ? begin : Math.Clamp(width - left, begin, until);
                Zero(ref target, begin - from);
                if (begin < stop) Copy(ref Unsafe.Add(ref input, (y * width) + left + begin), ref Unsafe.Add(ref target, begin - from), stop - begin);
                Zero(ref Unsafe.Add(ref target, stop - from), until - stop);
                target = ref Unsafe.Add(ref target, until - from);
            }

            to = ref Unsafe.Add(ref to, stride);
            if (++x < outputWidth) continue;
            x = 0;
            top += window.Stride;
        }
    }

    [MethodImpl(Inline)]
    private static void Copy(ref float from, ref float to, nint count)
    {
        nint i = 0;
        for (; i <= count - S.Width; i += S.Width) S.Store(S.Load(ref from, i), ref to, i);
        for (; i < count; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i);
    }

    [MethodImpl(Inline)]
    private static void Zero(ref float to, nint count)
    {
        nint i = 0;
        for (; i <= count - S.Width; i += S.Width) S.Store(S.Broadcast(0f), ref to, i);
        for (; i < count; i++) Unsafe.Add(ref to, i) = 0;
    }

    /// <summary>What is below 0 becomes 0, in a panel's worth of columns that were just computed.</summary>
    [MethodImpl(Hot)]
    private static void Relu(ref float c, int rows, int columns, nint stride)
    {
        TF zero = S.Broadcast(0f);
        for (int row = 0; row < rows; row++)
        {
            nint i = 0;
            for (; i <= columns - S.Width; i += S.Width) S.Store(S.Max(zero, S.Load(ref c, i)), ref c, i);
            for (; i < columns; i++) Unsafe.Add(ref c, i) = Math.Max(0, Unsafe.Add(ref c, i));
            c = ref Unsafe.Add(ref c, stride);
        }
    }

    private static void CheckWindow(ReadOnlyMatrixSpan input, WindowShape window, int firstPlace, MatrixSpan output)
    {
        if (input.Rows != window.Pixels || firstPlace < 0 || firstPlace + output.Rows > window.OutputPixels)
            throw new ArgumentException($"places {firstPlace} to {firstPlace + output.Rows} of {window} over {input.Rows} pixels");
    }
}
