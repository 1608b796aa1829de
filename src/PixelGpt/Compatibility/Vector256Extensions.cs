using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PixelGpt.Compatibility;

/// <summary>
/// Operations on 256-bit vectors that .NET 8 does not have. They compile to the same instructions as on later versions, so the results are
/// bit-identical.
/// </summary>
internal static class Vector256Extensions
{
    extension<T>(Vector256<T>)
    {
        /// <summary>The indices of the elements, which must have 32 bits.</summary>
        public static Vector256<T> Indices => Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7).As<uint, T>();
    }

    extension(Vector256)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> MaxNative(Vector256<float> a, Vector256<float> b) =>
            Avx.IsSupported ? Avx.Max(a, b) : Vector256.Create(Vector128.MaxNative(a.GetLower(), b.GetLower()), Vector128.MaxNative(a.GetUpper(), b.GetUpper()));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> MinNative(Vector256<float> a, Vector256<float> b) =>
            Avx.IsSupported ? Avx.Min(a, b) : Vector256.Create(Vector128.MinNative(a.GetLower(), b.GetLower()), Vector128.MinNative(a.GetUpper(), b.GetUpper()));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> MultiplyAddEstimate(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Fma.IsSupported
            ? Fma.MultiplyAdd(a, b, c)
            : Vector256.Create(Vector128.MultiplyAddEstimate(a.GetLower(), b.GetLower(), c.GetLower()), Vector128.MultiplyAddEstimate(a.GetUpper(), b.GetUpper(), c.GetUpper()));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> MultiplyAddEstimate(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Fma.IsSupported
            ? Fma.MultiplyAdd(a, b, c)
            : Vector256.Create(Vector128.MultiplyAddEstimate(a.GetLower(), b.GetLower(), c.GetLower()), Vector128.MultiplyAddEstimate(a.GetUpper(), b.GetUpper(), c.GetUpper()));
    }
}
