using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>Functions of the devices, in single precision. Exponentials and logarithms to base 2 are instructions of all devices.</summary>
internal static class DeviceMath
{
    public const float Log2E = 1.44269504f, Ln2 = 0.693147181f;

    public static float Exp2(float x) => IntrinsicMath.CPUOnly.Exp2(x);

    public static float Log2(float x) => IntrinsicMath.CPUOnly.Log2(x);

    public static float Exp(float x) => Exp2(x * Log2E);

    public static float Log(float x) => Log2(x) * Ln2;

    public static float Sigmoid(float x) => 1 / (1 + Exp(-x));

    public static float Tanh(float x) => 1 - (2 / (1 + Exp(2 * x)));
}
