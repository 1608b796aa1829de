using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>Pooling: at each place of the window the pixels that are there, channels in vectors.</content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    /// <summary>What becomes of the numbers under a window.</summary>
    private interface IPool
    {
        TF Join(TF a, TF b);

        TF End(TF joined, TF count);
    }

    public void MaxPool(ReadOnlyMatrixSpan input, WindowShape window, int firstPlace, MatrixSpan output) => Pool(input, window, true, firstPlace, output, default(Greatest));

    public void AveragePool(ReadOnlyMatrixSpan input, WindowShape window, bool countPadding, int firstPlace, MatrixSpan output) =>
        Pool(input, window, countPadding, firstPlace, output, default(Mean));

    private static void Pool<TPool>(ReadOnlyMatrixSpan input, WindowShape window, bool countPadding, int firstPlace, MatrixSpan output, TPool pool)
        where TPool : struct, IPool
    {
        CheckWindow(input, window, firstPlace, output);
        if (input.ColumnStride != 1 || output.Columns != input.Columns) throw new ArgumentException($"{input.Columns} channels of a picture to {output.Columns}");
        Span<nint> pixels = stackalloc nint[window.Taps];
        for (int row = 0; row < output.Rows; row++)
        {
            int count = Under(window, firstPlace + row, input.RowStride, pixels);
            PoolPixels(
                ref MemoryMarshal.GetReference(input.Data), ref MemoryMarshal.GetReference(pixels), count, countPadding ? window.Taps : count, ref output.Data[row * output.RowStride], output.Columns, pool);
        }
    }

    /// <summary>Where the pixels under the window begin.</summary>
    private static int Under(WindowShape window, int place, nint stride, Span<nint> pixels)
    {
        int top = window.Top(place), left = window.Left(place), count = 0;
        int bottom = Math.Min(top + window.KernelHeight, window.Height), right = Math.Min(left + window.KernelWidth, window.Width);
        for (int y = Math.Max(top, 0); y < bottom; y++)
        {
            for (int x = Math.Max(left, 0); x < right; x++) pixels[count++] = ((y * window.Width) + x) * stride;
        }

        return count;
    }

    [MethodImpl(Hot)]
    private static void PoolPixels<TPool>(ref float input, ref nint pixels, int count, int divisor, ref float output, nint channels, TPool pool)
        where TPool : struct, IPool
    {
        TF divisors = S.Broadcast((float)divisor);
        nint whole = channels - (channels % S.Width);
        for (nint channel = 0; channel < whole; channel += S.Width)
        {
            TF joined = S.Load(ref input, pixels + channel);
            for (int i = 1; i < count; i++) joined = pool.Join(joined, S.Load(ref input, Unsafe.Add(ref pixels, i) + channel));
            S.Store(pool.End(joined, divisors), ref output, channel);
        }

        if (whole < channels) PoolTail(ref input, ref pixels, count, divisors, ref output, whole, channels - whole, pool);
    }

    private static void PoolTail<TPool>(ref float input, ref nint pixels, int count, TF divisors, ref float output, nint whole, nint rest, TPool pool)
        where TPool : struct, IPool
    {
        TF joined = LoadTail(ref input, pixels + whole, rest, 0);
        for (int i = 1; i < count; i++) joined = pool.Join(joined, LoadTail(ref input, Unsafe.Add(ref pixels, i) + whole, rest, 0));
        StoreTail(pool.End(joined, divisors), ref output, whole, rest);
    }

    private readonly struct Greatest : IPool
    {
        [MethodImpl(Inline)]
        public TF Join(TF a, TF b) => S.Max(a, b);

        [MethodImpl(Inline)]
        public TF End(TF joined, TF count) => joined;
    }

    private readonly struct Mean : IPool
    {
        [MethodImpl(Inline)]
        public TF Join(TF a, TF b) => S.Add(a, b);

        [MethodImpl(Inline)]
        public TF End(TF joined, TF count) => S.Divide(joined, count);
    }
}
