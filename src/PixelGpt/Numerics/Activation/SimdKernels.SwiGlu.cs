using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    public void SwiGlu(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y) => ApplyPairs<SwiGluOperator>(gate, up, y, default);

    public void SwiGluBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> dGate, Span<float> dUp, Span<float> y)
    {
        int n = dy.Length, pair = 2 * S.Width, whole = n - (n % pair), rest = n - whole;
        CheckLength(n, Math.Min(Math.Min(gate.Length, up.Length), Math.Min(dGate.Length, Math.Min(dUp.Length, y.Length))));
        SwiGluBackward(
            ref MemoryMarshal.GetReference(dy), ref MemoryMarshal.GetReference(gate), ref MemoryMarshal.GetReference(up),
            ref MemoryMarshal.GetReference(dGate), ref MemoryMarshal.GetReference(dUp), ref MemoryMarshal.GetReference(y), whole);
        if (rest == 0) return;

        // The remainder is padded in temporary copies.
        const int PairLength = 2 * Alignment.Floats;
        Span<float> copies = stackalloc float[6 * PairLength];
        copies.Clear();
        dy[whole..].CopyTo(copies);
        gate.Slice(whole, rest).CopyTo(copies[PairLength..]);
        up.Slice(whole, rest).CopyTo(copies[(2 * PairLength)..]);
        SwiGluBackward(ref copies[0], ref copies[PairLength], ref copies[2 * PairLength], ref copies[3 * PairLength], ref copies[4 * PairLength], ref copies[5 * PairLength], pair);
        copies.Slice(3 * PairLength, rest).CopyTo(dGate[whole..]);
        copies.Slice(4 * PairLength, rest).CopyTo(dUp[whole..]);
        copies.Slice(5 * PairLength, rest).CopyTo(y[whole..]);
    }

    /// <summary>Computes the gradients for whole pairs of vectors, with silu′ = σ(g)(1 + g(1 − σ(g))).</summary>
    [MethodImpl(Hot)]
    private static void SwiGluBackward(ref float dy, ref float gate, ref float up, ref float dGate, ref float dUp, ref float y, nint n)
    {
        TF one = S.Broadcast(1f);
        for (nint i = 0; i < n; i += 2 * S.Width)
        {
            nint j = i + S.Width;
            TF ga = S.Load(ref gate, i), gb = S.Load(ref gate, j), sa = ga, sb = gb;
            Sigmoid(ref sa, ref sb);
            TF slopeA = S.Multiply(sa, S.MultiplyAdd(ga, S.Subtract(one, sa), one)), slopeB = S.Multiply(sb, S.MultiplyAdd(gb, S.Subtract(one, sb), one));
            TF da = S.Load(ref dy, i), db = S.Load(ref dy, j);
            TF ua = S.Load(ref up, i), ub = S.Load(ref up, j), siluA = S.Multiply(ga, sa), siluB = S.Multiply(gb, sb);
            S.Store(S.Multiply(S.Multiply(da, slopeA), ua), ref dGate, i);
            S.Store(S.Multiply(S.Multiply(db, slopeB), ub), ref dGate, j);
            S.Store(S.Multiply(da, siluA), ref dUp, i);
            S.Store(S.Multiply(db, siluB), ref dUp, j);
            S.Store(S.Multiply(siluA, ua), ref y, i);
            S.Store(S.Multiply(siluB, ub), ref y, j);
        }
    }

    private readonly struct SwiGluOperator : IVectorPairOperator
    {
        [MethodImpl(Inline)]
        public void Invoke(ref TF xa, ref TF xb, TF otherA, TF otherB)
        {
            TF sa = xa, sb = xb;
            Sigmoid(ref sa, ref sb);
            xa = S.Multiply(S.Multiply(xa, sa), otherA);
            xb = S.Multiply(S.Multiply(xb, sb), otherB);
        }
    }
}
