using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>Measures how fast a device computes.</summary>
internal static class PeakKernels
{
    /// <summary>Number of floating-point operations of a thread per iteration: 16 multiplications and additions.</summary>
    public const int Operations = 32;

    /// <summary>Computes multiplications and additions in registers that do not depend on each other.</summary>
    /// <param name="index">Index of the thread.</param>
    /// <param name="x">Operands, then a result, so that nothing is left out.</param>
    /// <param name="iterations">Number of iterations.</param>
    public static void MultiplyAdd(Index1D index, ArrayView<float> x, int iterations)
    {
        float value = x[index];
        var row = new Four(value, value + 1, value + 2, value + 3);
        Block sum = default;
        for (int i = 0; i < iterations; i++) sum = sum.Plus(row, row);
        x[index] = sum.Row0.A + sum.Row1.B + sum.Row2.C + sum.Row3.D + sum.Row0.B + sum.Row0.C + sum.Row0.D + sum.Row1.A + sum.Row1.C + sum.Row1.D + sum.Row2.A + sum.Row2.B + sum.Row2.D + sum.Row3.A + sum.Row3.B + sum.Row3.C;
    }
}
