using System.Runtime.CompilerServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    public void SwiGlu(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y) => Map<SwiGluMap>(gate, up, y, default);

    public void SwiGluBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> dGate, Span<float> dUp)
    {
        Map<SiluSlopeMap>(gate, dy, dGate, default);
        Map<MultiplyMap>(dGate, up, dGate, default);
        Map<SwiGluMap>(gate, dy, dUp, default);
    }

    private readonly struct SwiGluMap : IMap
    {
        [MethodImpl(Inline)]
        public TF Apply(TF x, TF other, TI index) => S.Multiply(S.Multiply(x, Sigmoid(x)), other);
    }

    /// <summary>dy · silu′(x), silu′ = σ(x)(1 + x(1 − σ(x))).</summary>
    private readonly struct SiluSlopeMap : IMap
    {
        [MethodImpl(Inline)]
        public TF Apply(TF x, TF other, TI index)
        {
            TF sigmoid = Sigmoid(x), one = S.Broadcast(1f);
            return S.Multiply(other, S.Multiply(sigmoid, S.MultiplyAdd(x, S.Subtract(one, sigmoid), one)));
        }
    }

    private readonly struct MultiplyMap : IMap
    {
        [MethodImpl(Inline)]
        public TF Apply(TF x, TF other, TI index) => S.Multiply(x, other);
    }
}
