using System.Runtime.Intrinsics;
using PixelGpt.Numerics.Simd;

namespace PixelGpt.Numerics;

/// <summary>The kernels that this processor supports, and the choice between them.</summary>
internal static class Kernels
{
    /// <summary>Environment variable that selects kernels by name.</summary>
    public const string Variable = "PIXELGPT_KERNELS";

    /// <summary>All kernels that this processor supports, fastest first; the reference kernels are last.</summary>
    public static IReadOnlyList<IKernels> Available { get; } = [.. Supported()];

    /// <summary>The fastest kernels, or those that <see cref="Variable"/> names.</summary>
    public static IKernels Best { get; } = Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Returns the kernels with a name, or the fastest ones if the name is null or empty.</summary>
    /// <exception cref="InputException">This processor has no kernels with that name.</exception>
    public static IKernels Choose(string? name) => string.IsNullOrEmpty(name)
        ? Available[0]
        : Available.FirstOrDefault(k => k.Name == name)
            ?? throw new InputException($"{Variable} must be one of {string.Join(", ", Available.Select(k => k.Name))} on this processor (got '{name}')");

    private static IEnumerable<IKernels> Supported()
    {
        if (Vector512.IsHardwareAccelerated) yield return new SimdKernels<Simd512, Vector512<float>, Vector512<uint>>("avx512");
        if (Vector256.IsHardwareAccelerated) yield return new SimdKernels<Simd256, Vector256<float>, Vector256<uint>>("avx2");
        yield return new SimdKernels<Simd128, Vector128<float>, Vector128<uint>>("vector128");
        yield return new ReferenceKernels();
    }
}
