using System.Runtime.Intrinsics;
using PixelGpt.Numerics.Simd;

namespace PixelGpt.Numerics;

/// <summary>The kernels this processor can run, best first, and the choice among them.</summary>
internal static class Kernels
{
    /// <summary>The environment variable that forces kernels by name.</summary>
    public const string Variable = "PIXELGPT_KERNELS";

    /// <summary>All that run fast here, best first, then the reference.</summary>
    public static IReadOnlyList<IKernels> Available { get; } = [.. Supported()];

    /// <summary>The best, or the one <see cref="Variable"/> names.</summary>
    public static IKernels Best { get; } = Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The kernels of that name; the best where it is null or empty.</summary>
    /// <exception cref="InputException">There are none of that name here.</exception>
    public static IKernels Choose(string? name) => string.IsNullOrEmpty(name)
        ? Available[0]
        : Available.FirstOrDefault(k => k.Name == name)
            ?? throw new InputException($"{Variable}={name}: this processor has {string.Join(", ", Available.Select(k => k.Name))}");

    private static IEnumerable<IKernels> Supported()
    {
        if (Vector512.IsHardwareAccelerated) yield return new SimdKernels<Simd512, Vector512<float>, Vector512<uint>>("avx512");
        if (Vector256.IsHardwareAccelerated) yield return new SimdKernels<Simd256, Vector256<float>, Vector256<uint>>("avx2");
        yield return new SimdKernels<Simd128, Vector128<float>, Vector128<uint>>("vector128");
        yield return new ReferenceKernels();
    }
}
