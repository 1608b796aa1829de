using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PixelGpt.Compatibility;

/// <summary>
/// Operations on 512-bit vectors that .NET 8 does not have. They compile to the same instructions as on later versions, so the results are
/// bit-identical.
/// </summary>
internal static class Vector512Extensions
{
    extension<T>(Vector512<T>)
    {
        /// <summary>The indices of the elements, which must have 32 bits.</summary>
        public static Vector512<T> Indices => Vector512.Create(0u, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15).As<uint, T>();
    }

    extension(Vector512)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> MaxNative(Vector512<float> a, Vector512<float> b) =>
            Avx512F.IsSupported ? Avx512F.Max(a, b) : Vector512.Create(Vector256.MaxNative(a.GetLower(), b.GetLower()), Vector256.MaxNative(a.GetUpper(), b.GetUpper()));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> MinNative(Vector512<float> a, Vector512<float> b) =>
            Avx512F.IsSupported ? Avx512F.Min(a, b) : Vector512.Create(Vector256.MinNative(a.GetLower(), b.GetLower()), Vector256.MinNative(a.GetUpper(), b.GetUpper()));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> MultiplyAddEstimate(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Avx512F.IsSupported
            ? Avx512F.FusedMultiplyAdd(a, b, c)
            : Vector512.Create(Vector256.MultiplyAddEstimate(a.GetLower(), b.GetLower(), c.GetLower()), Vector256.MultiplyAddEstimate(a.GetUpper(), b.GetUpper(), c.GetUpper()));
    }
}
