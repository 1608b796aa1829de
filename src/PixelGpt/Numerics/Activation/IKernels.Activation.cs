namespace PixelGpt.Numerics;

internal partial interface IKernels
{
    /// <summary>Computes SwiGLU (Shazeer 2020): y = silu(gate) · up, with silu(g) = g · σ(g).</summary>
    /// <param name="gate">Gate [n].</param>
    /// <param name="up">Values [n].</param>
    /// <param name="y">Output [n].</param>
    void SwiGlu(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y);

    /// <summary>Computes the gradients of <see cref="SwiGlu"/>, and its output again so that the forward pass need not store it.</summary>
    /// <param name="dy">Gradient of the output [n].</param>
    /// <param name="gate">Gate [n].</param>
    /// <param name="up">Values [n].</param>
    /// <param name="dGate">Gradient of the gate [n].</param>
    /// <param name="dUp">Gradient of the values [n]; may be <paramref name="dy"/>.</param>
    /// <param name="y">Output of the forward pass [n].</param>
    void SwiGluBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> dGate, Span<float> dUp, Span<float> y);

    /// <summary>Computes gelu_new, the tanh approximation of GELU (Hendrycks and Gimpel 2016): y = ½x(1 + tanh(√(2/π)(x + 0.044715x³))).</summary>
    /// <param name="x">Input [n].</param>
    /// <param name="y">Output [n].</param>
    void GeluNew(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>Computes the gradient of <see cref="GeluNew"/>, dx = dy · gelu_new′(x), and its output again so that the forward pass need not store it.</summary>
    /// <param name="dy">Gradient of the output [n].</param>
    /// <param name="x">Input of the forward pass [n].</param>
    /// <param name="dx">Gradient of the input [n]; may be <paramref name="dy"/>.</param>
    /// <param name="y">Output of the forward pass [n].</param>
    void GeluNewBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, Span<float> dx, Span<float> y);
}
