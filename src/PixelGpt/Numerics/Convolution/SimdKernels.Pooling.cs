using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>Pooling, vectorised over channels.</content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    /// <summary>How pooling reduces the pixels in a window.</summary>
    private interface IPool
    {
        TF Combine(TF a, TF b);

        TF Finish(TF combined, TF count);
    }

    public void MaxPool(ReadOnlyMatrixSpan input, WindowShape window, int firstOutputPixel, MatrixSpan output) =>
        Pool(input, window, true, firstOutputPixel, output, default(MaximumPool));

    public void AveragePool(ReadOnlyMatrixSpan input, WindowShape window, bool countPadding, int firstOutputPixel, MatrixSpan output) =>
        Pool(input, window, countPadding, firstOutputPixel, output, default(AveragingPool));

    private static void Pool<TPool>(ReadOnlyMatrixSpan input, WindowShape window, bool countPadding, int firstOutputPixel, MatrixSpan output, TPool pool)
        where TPool : struct, IPool
    {
        CheckWindow(input, window, firstOutputPixel, output);
        if (input.ColumnStride != 1 || output.Columns != input.Columns)
            throw new ArgumentException($"pooling needs column stride 1 and the same number of channels in input and output (got column stride {input.ColumnStride}, {input.Columns} and {output.Columns} channels)");
        Span<nint> offsets = stackalloc nint[window.Taps];
        for (int row = 0; row < output.Rows; row++)
        {
            int count = PixelOffsets(window, firstOutputPixel + row, input.RowStride, offsets);
            var pixels = new WindowPixels(input.Data, offsets[..count]);
            PoolPixels(pixels, countPadding ? window.Taps : count, ref output.Data[row * output.RowStride], output.Columns, pool);
        }
    }

    /// <summary>Writes the offsets of the input pixels in the window, without padding, and returns their number.</summary>
    private static int PixelOffsets(WindowShape window, int outputPixel, nint stride, Span<nint> offsets)
    {
        int top = window.Top(outputPixel), left = window.Left(outputPixel), count = 0;
        int bottom = Math.Min(top + window.KernelHeight, window.Height), right = Math.Min(left + window.KernelWidth, window.Width);
        for (int y = Math.Max(top, 0); y < bottom; y++)
        {
            for (int x = Math.Max(left, 0); x < right; x++) offsets[count++] = ((y * window.Width) + x) * stride;
        }

        return count;
    }

    [MethodImpl(Hot)]
    private static void PoolPixels<TPool>(in WindowPixels pixels, int divisor, ref float output, nint channels, TPool pool)
        where TPool : struct, IPool
    {
        ref float input = ref pixels.Input;
        ref nint offsets = ref pixels.Offsets;
        int count = pixels.Count;
        TF divisors = S.Broadcast((float)divisor);
        nint whole = channels - (channels % S.Width);
        for (nint channel = 0; channel < whole; channel += S.Width)
        {
            TF combined = S.Load(ref input, offsets + channel);
            for (int i = 1; i < count; i++) combined = pool.Combine(combined, S.Load(ref input, Unsafe.Add(ref offsets, i) + channel));
            S.Store(pool.Finish(combined, divisors), ref output, channel);
        }

        if (whole < channels) PoolTail(pixels, divisors, ref output, whole, channels - whole, pool);
    }

    private static void PoolTail<TPool>(in WindowPixels pixels, TF divisors, ref float output, nint whole, nint rest, TPool pool)
        where TPool : struct, IPool
    {
        TF combined = LoadTail(ref pixels.Input, pixels.Offsets + whole, rest, 0);
        for (int i = 1; i < pixels.Count; i++) combined = pool.Combine(combined, LoadTail(ref pixels.Input, Unsafe.Add(ref pixels.Offsets, i) + whole, rest, 0));
        StoreTail(pool.Finish(combined, divisors), ref output, whole, rest);
    }

    /// <summary>The input pixels in one position of the window.</summary>
    private readonly ref struct WindowPixels(ReadOnlySpan<float> input, Span<nint> offsets)
    {
        /// <summary>First float of the input image.</summary>
        public readonly ref float Input = ref MemoryMarshal.GetReference(input);

        /// <summary>Offsets of the pixels in the input.</summary>
        public readonly ref nint Offsets = ref MemoryMarshal.GetReference(offsets);

        /// <summary>Number of pixels.</summary>
        public readonly int Count = offsets.Length;
    }

    private readonly struct MaximumPool : IPool
    {
        [MethodImpl(Inline)]
        public TF Combine(TF a, TF b) => S.Max(a, b);

        [MethodImpl(Inline)]
        public TF Finish(TF combined, TF count) => combined;
    }

    private readonly struct AveragingPool : IPool
    {
        [MethodImpl(Inline)]
        public TF Combine(TF a, TF b) => S.Add(a, b);

        [MethodImpl(Inline)]
        public TF Finish(TF combined, TF count) => S.Divide(combined, count);
    }
}
