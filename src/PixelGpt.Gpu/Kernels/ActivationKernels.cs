using ILGPU;

namespace PixelGpt.Gpu.Kernels;

/// <summary>The activation functions of the MLP: gelu_new, 0.5 · x · (1 + tanh(√(2/π) · (x + 0.044715 · x³))), and SwiGLU, silu(gate) · up.</summary>
internal static class ActivationKernels
{
    private const float RootTwoOverPi = 0.797884561f, Cubic = 0.044715f;

    /// <summary>Computes y = gelu_new(x).</summary>
    public static void Gelu(Index1D index, ArrayView<float> x, ArrayView<float> y)
    {
        float value = x[index];
        y[index] = 0.5f * value * (1 + GeluTanh(value));
    }

    /// <summary>Computes the gradient of the input, and the output again.</summary>
    /// <param name="index">Index of the value.</param>
    /// <param name="dy">Gradient of the output, then of the input.</param>
    /// <param name="x">Input.</param>
    /// <param name="y">Receives the output.</param>
    public static void GeluBackward(Index1D index, ArrayView<float> dy, ArrayView<float> x, ArrayView<float> y)
    {
        float value = x[index], tanh = GeluTanh(value), slope = RootTwoOverPi * (1 + (3 * Cubic * value * value));
        y[index] = 0.5f * value * (1 + tanh);
        dy[index] *= (0.5f * (1 + tanh)) + (0.5f * value * (1 - (tanh * tanh)) * slope);
    }

    /// <summary>Computes y = silu(gate) · up.</summary>
    public static void SwiGlu(Index1D index, ArrayView<float> gate, ArrayView<float> up, ArrayView<float> y) =>
        y[index] = gate[index] * DeviceMath.Sigmoid(gate[index]) * up[index];

    /// <summary>Computes the gradients of the inputs, and the output again.</summary>
    /// <param name="index">Index of the value.</param>
    /// <param name="dy">Gradient of the output, then of <paramref name="up"/>.</param>
    /// <param name="gate">First input.</param>
    /// <param name="up">Second input.</param>
    /// <param name="dGate">Receives the gradient of <paramref name="gate"/>.</param>
    /// <param name="y">Receives the output.</param>
    public static void SwiGluBackward(Index1D index, ArrayView<float> dy, ArrayView<float> gate, ArrayView<float> up, ArrayView<float> dGate, ArrayView<float> y)
    {
        float g = gate[index], sigmoid = DeviceMath.Sigmoid(g), gradient = dy[index];
        y[index] = g * sigmoid * up[index];
        dGate[index] = gradient * up[index] * sigmoid * (1 + (g * (1 - sigmoid)));
        dy[index] = gradient * g * sigmoid;
    }

    private static float GeluTanh(float x) => DeviceMath.Tanh(RootTwoOverPi * (x + (Cubic * x * x * x)));
}
