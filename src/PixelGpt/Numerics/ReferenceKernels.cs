namespace PixelGpt.Numerics;

/// <summary>
/// The reference kernels: each operation in its simplest form. They are slow; tests compare the SIMD
/// kernels with them. Sums are accumulated in double, so they are also more accurate.
/// </summary>
internal sealed partial class ReferenceKernels : IKernels
{
    public string Name => "reference";
}
