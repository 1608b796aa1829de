namespace PixelGpt.Numerics;

/// <summary>
/// The reference kernels: each operation in its simplest form. They are slow and serve as the standard that the SIMD
/// kernels are tested against. Sums are accumulated in double, so they are also the more accurate ones.
/// </summary>
internal sealed partial class ReferenceKernels : IKernels
{
    public string Name => "reference";
}
