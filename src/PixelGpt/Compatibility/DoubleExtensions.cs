using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace PixelGpt.Compatibility;

/// <summary>
/// Operations on doubles that .NET 8 does not have. They compile to the same instructions as on later versions, so the results are
/// bit-identical.
/// </summary>
internal static class DoubleExtensions
{
    extension(Vector)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<double> MultiplyAddEstimate(Vector<double> a, Vector<double> b, Vector<double> c) => Vector<double>.Count == Vector256<double>.Count
            ? Vector256.MultiplyAddEstimate(a.AsVector256(), b.AsVector256(), c.AsVector256()).AsVector()
            : Vector128.MultiplyAddEstimate(a.AsVector128(), b.AsVector128(), c.AsVector128()).AsVector();
    }

    extension(double)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double MultiplyAddEstimate(double a, double b, double c) =>
            Fma.IsSupported || AdvSimd.IsSupported ? Math.FusedMultiplyAdd(a, b, c) : (a * b) + c;
    }
}
