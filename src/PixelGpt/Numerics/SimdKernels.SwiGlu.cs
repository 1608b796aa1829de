using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    public void SwiGlu(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y) => Map<SwiGluMap>(gate, up, y, default);

    public void SwiGluBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> dGate, Span<float> dUp)
    {
        int n = dy.Length, whole = n - (n % S.Width), rest = n - whole;
        CheckLength(n, Math.Min(Math.Min(gate.Length, up.Length), Math.Min(dGate.Length, dUp.Length)));
        SwiGluBackward(ref MemoryMarshal.GetReference(dy), ref MemoryMarshal.GetReference(gate), ref MemoryMarshal.GetReference(up), ref MemoryMarshal.GetReference(dGate), ref MemoryMarshal.GetReference(dUp), whole);
        if (rest == 0) return;

        // The last, partial vector goes through copies.
        Span<float> copies = stackalloc float[5 * Alignment.Floats];
        copies.Clear();
        Span<float> Copy(int i, Span<float> lanes) => lanes.Slice(i * Alignment.Floats, rest);
        dy[whole..].CopyTo(Copy(0, copies));
        gate.Slice(whole, rest).CopyTo(Copy(1, copies));
        up.Slice(whole, rest).CopyTo(Copy(2, copies));
        SwiGluBackward(ref copies[0], ref copies[Alignment.Floats], ref copies[2 * Alignment.Floats], ref copies[3 * Alignment.Floats], ref copies[4 * Alignment.Floats], S.Width);
        Copy(3, copies).CopyTo(dGate[whole..]);
        Copy(4, copies).CopyTo(dUp[whole..]);
    }

    /// <summary>With silu′ = σ(g)(1 + g(1 − σ(g))), for whole vectors.</summary>
    [MethodImpl(Hot)]
    private static void SwiGluBackward(ref float dy, ref float gate, ref float up, ref float dGate, ref float dUp, nint n)
    {
        TF one = S.Broadcast(1f);
        for (nint i = 0; i < n; i += S.Width)
        {
            TF g = S.Load(ref gate, i), gradient = S.Load(ref dy, i), sigmoid = Sigmoid(g);
            TF slope = S.Multiply(sigmoid, S.MultiplyAdd(g, S.Subtract(one, sigmoid), one));
            S.Store(S.Multiply(S.Multiply(gradient, slope), S.Load(ref up, i)), ref dGate, i);
            S.Store(S.Multiply(gradient, S.Multiply(g, sigmoid)), ref dUp, i);
        }
    }

    private readonly struct SwiGluMap : IMap
    {
        [MethodImpl(Inline)]
        public TF Apply(TF x, TF other, TI index) => S.Multiply(S.Multiply(x, Sigmoid(x)), other);
    }
}
