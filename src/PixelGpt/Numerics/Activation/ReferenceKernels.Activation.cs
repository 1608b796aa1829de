namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void SwiGlu(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y)
    {
        for (int i = 0; i < gate.Length; i++) y[i] = (float)(gate[i] * Sigmoid(gate[i]) * up[i]);
    }

    public void SwiGluBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> dGate, Span<float> dUp, Span<float> y)
    {
        SwiGlu(gate, up, y);
        for (int i = 0; i < gate.Length; i++)
        {
            double sigmoid = Sigmoid(gate[i]), gradient = dy[i];
            dGate[i] = (float)(gradient * up[i] * sigmoid * (1 + (gate[i] * (1 - sigmoid))));
            dUp[i] = (float)(gradient * gate[i] * sigmoid);
        }
    }

    public void GeluNew(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < x.Length; i++) y[i] = (float)(0.5 * x[i] * (1 + Math.Tanh(GeluArgument(x[i]))));
    }

    public void GeluNewBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, Span<float> dx, Span<float> y)
    {
        GeluNew(x, y);
        for (int i = 0; i < x.Length; i++)
        {
            double tanh = Math.Tanh(GeluArgument(x[i]));
            double slope = Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x[i] * x[i]));
            dx[i] = (float)(dy[i] * ((0.5 * (1 + tanh)) + (0.5 * x[i] * (1 - (tanh * tanh)) * slope)));
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double GeluArgument(double x) => Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x));
}
