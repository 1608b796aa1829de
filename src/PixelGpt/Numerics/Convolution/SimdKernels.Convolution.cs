using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>
/// Convolution as a matrix product. The left matrix has one row per output pixel with the input values in the window
/// (im2col, Chellapilla et al. 2006). It is never stored as a whole: blocks of output pixels and of k are copied to temporary
/// memory that fits in the L2 cache. A pointwise window needs no copy.
/// </content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    public void Convolve(ReadOnlyMatrixSpan input, WindowShape window, PackedMatrix weights, ReadOnlySpan<float> bias, ConvolutionOptions options, int firstOutputPixel, MatrixSpan output)
    {
        int k = window.Taps * input.Columns;
        CheckWindow(input, window, firstOutputPixel, output);
        CheckLength(PackedLength(weights.Rows, weights.Columns), weights.Data.Length);
        CheckLength(output.Columns, bias.Length);
        if (weights.Rows != k || output.Columns > weights.Columns) throw new ArgumentException($"the weights must have {k} rows and at least {output.Columns} columns (got {weights.Rows} and {weights.Columns})");
        if (input.ColumnStride != 1 || (!window.IsPointwise && input.RowStride != input.Columns)) throw new ArgumentException("the pixels of the input image must be contiguous");

        // Blocks of equal size and whole tiles; all of k for one block of rows, so that its rows of C stay in the cache.
        int depth = BlockDepth(k), maxRows = BlockFloats / depth / TileRows * TileRows, blocks = (output.Rows + maxRows - 1) / maxRows;
        int blockRows = Alignment.RoundUp((output.Rows + blocks - 1) / blocks, TileRows);
        for (int row = 0; row < output.Rows; row += blockRows)
        {
            int rows = Math.Min(blockRows, output.Rows - row);
            for (int start = 0; start < k; start += depth)
            {
                int length = Math.Min(depth, k - start);
                bool isLast = start + length == k;
                LeftRows left = window.IsPointwise
                    ? ReadRows(input, firstOutputPixel + row, rows, start, length, output.Columns)
                    : ReadWindows(input, new WindowBlock(window, firstOutputPixel + row, rows, start, length));
                var panels = RightPanels.Packed(weights, start);
                var addends = new Addends(start > 0 || options.Accumulate, isLast ? bias : default);
                for (int first = 0; first < output.Columns; first += PanelWidth)
                {
                    int columns = Math.Min(PanelWidth, output.Columns - first);
                    ref float to = ref output.Data[(row * output.RowStride) + first];
                    MultiplyPanel(new TileOperands(left, panels.At(first), addends.From(first), length, output.RowStride), rows, columns, ref to);
                    if (isLast && options.HasRelu) Relu(ref to, rows, columns, output.RowStride);
                }
            }
        }
    }

    /// <summary>A block of the left matrix of a convolution.</summary>
    /// <param name="Window">The window.</param>
    /// <param name="FirstOutputPixel">Output pixel of the first row.</param>
    /// <param name="Rows">Number of rows.</param>
    /// <param name="Start">First column.</param>
    /// <param name="Length">Number of columns.</param>
    private readonly record struct WindowBlock(WindowShape Window, int FirstOutputPixel, int Rows, int Start, int Length);

    /// <summary>Copies a block of the left matrix to temporary memory.</summary>
    private static LeftRows ReadWindows(ReadOnlyMatrixSpan input, in WindowBlock block)
    {
        int stride = Alignment.RoundUp(block.Length) + Alignment.Floats;
        ref float to = ref MemoryMarshal.GetReference(Scratch(ref _leftScratch, block.Rows * stride));
        CopyWindows(ref MemoryMarshal.GetReference(input.Data), input.Columns, block, ref to, stride);
        return new LeftRows(ref to, TileRows * stride, stride, 1);
    }

    [MethodImpl(Hot)]
    private static void CopyWindows(ref float input, nint channels, in WindowBlock block, ref float to, nint stride)
    {
        WindowShape window = block.Window;
        nint line = window.KernelWidth * channels, width = window.Width * channels, start = block.Start, end = start + block.Length;
        nint firstLine = start / line, lastLine = (end - 1) / line;
        (int outputWidth, int x) = (window.OutputWidth, block.FirstOutputPixel % window.OutputWidth);
        nint top = window.Top(block.FirstOutputPixel);
        for (int row = 0; row < block.Rows; row++)
        {
            // Of each line of the window, the values from 'from' to 'until': first left padding, then pixels, then right padding.
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

    /// <summary>Applies ReLU in place to the columns of one panel.</summary>
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

    private static void CheckWindow(ReadOnlyMatrixSpan input, WindowShape window, int firstOutputPixel, MatrixSpan output)
    {
        if (input.Rows != window.Pixels || firstOutputPixel < 0 || firstOutputPixel + output.Rows > window.OutputPixels)
            throw new ArgumentException($"output pixels {firstOutputPixel} to {firstOutputPixel + output.Rows - 1} of an image of {input.Rows} pixels do not fit {window}");
    }
}
