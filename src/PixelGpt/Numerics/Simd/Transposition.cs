using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace PixelGpt.Numerics.Simd;

/// <summary>Transposes small blocks in registers.</summary>
internal static class Transposition
{
    /// <summary>Writes the transpose of a 4×4 block.</summary>
    /// <param name="source">First element of the block.</param>
    /// <param name="sourceStride">Row stride of the block.</param>
    /// <param name="target">First element of the transpose.</param>
    /// <param name="targetStride">Row stride of the transpose.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FourByFour(ref float source, nint sourceStride, ref float target, nint targetStride)
    {
        var a = Vector128.LoadUnsafe(ref source);
        var b = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, sourceStride));
        var c = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 2 * sourceStride));
        var d = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 3 * sourceStride));

        // Two rounds of interleaving: a0 a1 a2 a3 and c0 c1 c2 c3 become a0 c0 a1 c1 and a2 c2 a3 c3.
        Vector128<float> acLow = ZipLow(a, c), acHigh = ZipHigh(a, c), bdLow = ZipLow(b, d), bdHigh = ZipHigh(b, d);
        ZipLow(acLow, bdLow).StoreUnsafe(ref target);
        ZipHigh(acLow, bdLow).StoreUnsafe(ref Unsafe.Add(ref target, targetStride));
        ZipLow(acHigh, bdHigh).StoreUnsafe(ref Unsafe.Add(ref target, 2 * targetStride));
        ZipHigh(acHigh, bdHigh).StoreUnsafe(ref Unsafe.Add(ref target, 3 * targetStride));
    }

    /// <summary>Returns a0 b0 a1 b1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported) return Sse.UnpackLow(a, b);
        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b) : Vector128.Create(a[0], b[0], a[1], b[1]);
    }

    /// <summary>Returns a2 b2 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported) return Sse.UnpackHigh(a, b);
        return AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b) : Vector128.Create(a[2], b[2], a[3], b[3]);
    }
}
