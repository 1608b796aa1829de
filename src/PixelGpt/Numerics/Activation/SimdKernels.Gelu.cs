using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>The tanh approximation of GELU, computed as x·σ(2u) with u = √(2/π)(x + 0.044715x³), because ½(1 + tanh u) = σ(2u).</content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    private const float GeluLinear = 0.7978845608f;
    private const float GeluCubic = GeluLinear * 0.044715f;

    public void GeluNew(ReadOnlySpan<float> x, Span<float> y) => ApplyPairs<GeluOperator>(x, x, y, default);

    public void GeluNewBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, Span<float> dx, Span<float> y)
    {
        int n = dy.Length, pair = 2 * S.Width, whole = n - (n % pair), rest = n - whole;
        CheckLength(n, Math.Min(x.Length, Math.Min(dx.Length, y.Length)));
        GeluNewBackward(ref MemoryMarshal.GetReference(dy), ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(dx), ref MemoryMarshal.GetReference(y), whole);
        if (rest == 0) return;

        // The remainder is padded in temporary copies.
        const int PairLength = 2 * Alignment.Floats;
        Span<float> copies = stackalloc float[4 * PairLength];
        copies.Clear();
        dy[whole..].CopyTo(copies);
        x.Slice(whole, rest).CopyTo(copies[PairLength..]);
        GeluNewBackward(ref copies[0], ref copies[PairLength], ref copies[2 * PairLength], ref copies[3 * PairLength], pair);
        copies.Slice(2 * PairLength, rest).CopyTo(dx[whole..]);
        copies.Slice(3 * PairLength, rest).CopyTo(y[whole..]);
    }

    /// <summary>Computes the gradient for whole pairs of vectors.</summary>
    [MethodImpl(Hot)]
    private static void GeluNewBackward(ref float dy, ref float x, ref float dx, ref float y, nint n)
    {
        for (nint i = 0; i < n; i += 2 * S.Width)
        {
            nint j = i + S.Width;
            TF xa = S.Load(ref x, i), xb = S.Load(ref x, j), sa = GeluArgument(xa), sb = GeluArgument(xb);
            Sigmoid(ref sa, ref sb);
            S.Store(S.Multiply(S.Load(ref dy, i), GeluSlope(xa, sa)), ref dx, i);
            S.Store(S.Multiply(S.Load(ref dy, j), GeluSlope(xb, sb)), ref dx, j);
            S.Store(S.Multiply(xa, sa), ref y, i);
            S.Store(S.Multiply(xb, sb), ref y, j);
        }
    }

    /// <summary>Computes 2u.</summary>
    [MethodImpl(Inline)]
    private static TF GeluArgument(TF x) => S.Multiply(x, S.MultiplyAdd(S.Multiply(x, x), S.Broadcast(2 * GeluCubic), S.Broadcast(2 * GeluLinear)));

    /// <summary>Computes the derivative σ + σ(1 − σ)·x·(2u)′.</summary>
    [MethodImpl(Inline)]
    private static TF GeluSlope(TF x, TF sigmoid)
    {
        TF slope = S.MultiplyAdd(S.Multiply(x, x), S.Broadcast(6 * GeluCubic), S.Broadcast(2 * GeluLinear));
        return S.Add(sigmoid, S.Multiply(S.Multiply(sigmoid, S.Subtract(S.Broadcast(1f), sigmoid)), S.Multiply(x, slope)));
    }

    private readonly struct GeluOperator : IVectorPairOperator
    {
        [MethodImpl(Inline)]
        public void Invoke(ref TF xa, ref TF xb, TF otherA, TF otherB)
        {
            TF sa = GeluArgument(xa), sb = GeluArgument(xb);
            Sigmoid(ref sa, ref sb);
            xa = S.Multiply(xa, sa);
            xb = S.Multiply(xb, sb);
        }
    }
}
