using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>Four values in registers.</summary>
internal readonly record struct Four(float A, float B, float C, float D)
{
    /// <summary>Loads values at equal distances.</summary>
    /// <param name="from">The memory.</param>
    /// <param name="step">Distance of the values.</param>
    public static Four Load(ArrayView<float> from, int step) => new(from[0], from[step], from[2 * step], from[3 * step]);

    /// <summary>Returns factor · other + this.</summary>
    public Four Plus(float factor, Four other) => new(A + (factor * other.A), B + (factor * other.B), C + (factor * other.C), D + (factor * other.D));

    /// <summary>Returns factor · this.</summary>
    public Four Times(float factor) => new(A * factor, B * factor, C * factor, D * factor);
}
