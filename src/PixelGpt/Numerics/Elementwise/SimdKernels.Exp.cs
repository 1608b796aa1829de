using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

/// <content>
/// Exponentials of two vectors at a time. An exponential is a long chain of dependent operations; two interleaved chains
/// use the processor's execution units better than one.
/// </content>
internal sealed partial class SimdKernels<S, TF, TI>
{
    /// <summary>
    /// Computes eˣ in place with an error of at most 2 units in the last place. The result is 0 below −87.3, where it would be
    /// subnormal, and arguments above 88 count as 88, so it is always finite. The method is range reduction by ln 2 in two
    /// parts, then a polynomial of degree 6 with the coefficients of Cephes (Moshier).
    /// </summary>
    [MethodImpl(Inline)]
    private static void Exp(ref TF a, ref TF b)
    {
        // Adding 1.5·2²³ rounds to an integer, which is then in the low bits.
        TF magic = S.Broadcast(12582912f);
        TF ra = S.Min(S.Broadcast(88f), a), rb = S.Min(S.Broadcast(88f), b);
        TF shiftedA = S.MultiplyAdd(ra, S.Broadcast(1.44269504f), magic), shiftedB = S.MultiplyAdd(rb, S.Broadcast(1.44269504f), magic);
        TF na = S.Subtract(shiftedA, magic), nb = S.Subtract(shiftedB, magic);
        ra = S.MultiplyAdd(na, S.Broadcast(-0.693359375f), ra);
        rb = S.MultiplyAdd(nb, S.Broadcast(-0.693359375f), rb);
        ra = S.MultiplyAdd(na, S.Broadcast(2.12194440e-4f), ra);
        rb = S.MultiplyAdd(nb, S.Broadcast(2.12194440e-4f), rb);
        TF pa = S.MultiplyAdd(S.Broadcast(1.9875691500e-4f), ra, S.Broadcast(1.3981999507e-3f));
        TF pb = S.MultiplyAdd(S.Broadcast(1.9875691500e-4f), rb, S.Broadcast(1.3981999507e-3f));
        pa = S.MultiplyAdd(pa, ra, S.Broadcast(8.3334519073e-3f));
        pb = S.MultiplyAdd(pb, rb, S.Broadcast(8.3334519073e-3f));
        pa = S.MultiplyAdd(pa, ra, S.Broadcast(4.1665795894e-2f));
        pb = S.MultiplyAdd(pb, rb, S.Broadcast(4.1665795894e-2f));
        pa = S.MultiplyAdd(pa, ra, S.Broadcast(1.6666665459e-1f));
        pb = S.MultiplyAdd(pb, rb, S.Broadcast(1.6666665459e-1f));
        pa = S.MultiplyAdd(pa, ra, S.Broadcast(5.0000001201e-1f));
        pb = S.MultiplyAdd(pb, rb, S.Broadcast(5.0000001201e-1f));
        TF ya = S.Add(S.MultiplyAdd(pa, S.Multiply(ra, ra), ra), S.Broadcast(1f));
        TF yb = S.Add(S.MultiplyAdd(pb, S.Multiply(rb, rb), rb), S.Broadcast(1f));
        a = S.ZeroIfBelow(S.ScaleByPowerOfTwo(ya, shiftedA), a, S.Broadcast(-87.3f));
        b = S.ZeroIfBelow(S.ScaleByPowerOfTwo(yb, shiftedB), b, S.Broadcast(-87.3f));
    }

    /// <summary>Computes the sigmoid 1 / (1 + e⁻ˣ) in place.</summary>
    [MethodImpl(Inline)]
    private static void Sigmoid(ref TF a, ref TF b)
    {
        TF one = S.Broadcast(1f);
        a = S.Subtract(S.Broadcast(0f), a);
        b = S.Subtract(S.Broadcast(0f), b);
        Exp(ref a, ref b);
        a = S.Divide(one, S.Add(one, a));
        b = S.Divide(one, S.Add(one, b));
    }

    /// <summary>An elementwise operation on two vectors of x and the corresponding vectors of another input. The results replace x.</summary>
    private interface IVectorPairOperator
    {
        void Invoke(ref TF xa, ref TF xb, TF otherA, TF otherB);
    }

    /// <summary>Computes y = op(x, other), two vectors at a time; the remainder is padded in a temporary copy.</summary>
    private static void ApplyPairs<TOperator>(ReadOnlySpan<float> x, ReadOnlySpan<float> other, Span<float> y, TOperator op)
        where TOperator : struct, IVectorPairOperator
    {
        CheckLength(x.Length, other.Length);
        CheckLength(x.Length, y.Length);
        int n = x.Length, pair = 2 * S.Width, whole = n - (n % pair);
        ApplyToWholePairs(ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(other), ref MemoryMarshal.GetReference(y), whole, op);
        if (whole == n) return;
        Span<float> copies = stackalloc float[4 * Alignment.Floats];
        copies.Clear();
        Span<float> copyX = copies[..pair], copyOther = copies.Slice(2 * Alignment.Floats, pair);
        x[whole..].CopyTo(copyX);
        other[whole..n].CopyTo(copyOther);
        ApplyToWholePairs(ref copyX[0], ref copyOther[0], ref copyX[0], pair, op);
        copyX[..(n - whole)].CopyTo(y[whole..]);
    }

    [MethodImpl(Hot)]
    private static void ApplyToWholePairs<TOperator>(ref float x, ref float other, ref float y, nint n, TOperator op)
        where TOperator : struct, IVectorPairOperator
    {
        for (nint i = 0; i < n; i += 2 * S.Width)
        {
            TF a = S.Load(ref x, i), b = S.Load(ref x, i + S.Width);
            op.Invoke(ref a, ref b, S.Load(ref other, i), S.Load(ref other, i + S.Width));
            S.Store(a, ref y, i);
            S.Store(b, ref y, i + S.Width);
        }
    }
}
