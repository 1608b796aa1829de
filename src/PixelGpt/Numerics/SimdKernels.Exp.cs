using System.Runtime.CompilerServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    /// <summary>
    /// eˣ within 2 units in the last place; 0 below −87.3 (where the result would be subnormal), ∞-free up to 88.
    /// Range reduction by ln 2 in two parts, then a polynomial of degree 6 (the coefficients of Moshier's Cephes).
    /// </summary>
    [MethodImpl(Inline)]
    private static TF Exp(TF x)
    {
        TF clamped = S.Min(S.Broadcast(88f), x);
        TF magic = S.Broadcast(12582912f);
        TF shifted = S.MultiplyAdd(clamped, S.Broadcast(1.44269504f), magic);
        TF n = S.Subtract(shifted, magic);
        TF r = S.MultiplyAdd(n, S.Broadcast(-0.693359375f), clamped);
        r = S.MultiplyAdd(n, S.Broadcast(2.12194440e-4f), r);
        TF p = S.Broadcast(1.9875691500e-4f);
        p = S.MultiplyAdd(p, r, S.Broadcast(1.3981999507e-3f));
        p = S.MultiplyAdd(p, r, S.Broadcast(8.3334519073e-3f));
        p = S.MultiplyAdd(p, r, S.Broadcast(4.1665795894e-2f));
        p = S.MultiplyAdd(p, r, S.Broadcast(1.6666665459e-1f));
        p = S.MultiplyAdd(p, r, S.Broadcast(5.0000001201e-1f));
        TF y = S.Add(S.MultiplyAdd(p, S.Multiply(r, r), r), S.Broadcast(1f));
        return S.KeepUnlessBelow(S.ScaleByPowerOfTwo(y, shifted), x, S.Broadcast(-87.3f));
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(Inline)]
    private static TF Sigmoid(TF x) =>
        S.Divide(S.Broadcast(1f), S.Add(S.Broadcast(1f), Exp(S.Subtract(S.Broadcast(0f), x))));
}
