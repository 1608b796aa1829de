using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace PixelGpt.Compatibility;

/// <summary>
/// Operations on 128-bit vectors that .NET 8 does not have. They compile to the same instructions as on later versions, so the results are
/// bit-identical.
/// </summary>
internal static class Vector128Extensions
{
    extension<T>(Vector128<T>)
    {
        /// <summary>The indices of the elements, which must have 32 bits.</summary>
        public static Vector128<T> Indices => Vector128.Create(0u, 1, 2, 3).As<uint, T>();
    }

    extension(Vector128)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> MaxNative(Vector128<float> a, Vector128<float> b) =>
            Sse.IsSupported ? Sse.Max(a, b) : AdvSimd.IsSupported ? AdvSimd.Max(a, b) : Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), a, b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> MinNative(Vector128<float> a, Vector128<float> b) =>
            Sse.IsSupported ? Sse.Min(a, b) : AdvSimd.IsSupported ? AdvSimd.Min(a, b) : Vector128.ConditionalSelect(Vector128.LessThan(a, b), a, b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> MultiplyAddEstimate(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
            Fma.IsSupported ? Fma.MultiplyAdd(a, b, c) : AdvSimd.IsSupported ? AdvSimd.FusedMultiplyAdd(c, a, b) : (a * b) + c;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<double> MultiplyAddEstimate(Vector128<double> a, Vector128<double> b, Vector128<double> c) =>
            Fma.IsSupported ? Fma.MultiplyAdd(a, b, c) : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.FusedMultiplyAdd(c, a, b) : (a * b) + c;
    }
}
