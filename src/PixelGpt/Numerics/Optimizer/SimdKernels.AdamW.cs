using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PixelGpt.Numerics;

internal sealed partial class SimdKernels<S, TF, TI>
{
    public void AdamW(ReadOnlySpan<float> gradient, in AdamWStep step, Span<float> parameters, Span<float> expAvg, Span<float> expAvgSq)
    {
        int n = gradient.Length;
        CheckLength(n, Math.Min(parameters.Length, Math.Min(expAvg.Length, expAvgSq.Length)));
        int whole = n - (n % S.Width);
        AdamWWholeVectors(
            new AdamWScalars(step), whole, ref MemoryMarshal.GetReference(gradient), ref MemoryMarshal.GetReference(parameters),
            ref MemoryMarshal.GetReference(expAvg), ref MemoryMarshal.GetReference(expAvgSq));
        if (whole < n) ReferenceKernels.AdamWScalar(gradient[whole..], new AdamWScalars(step), parameters[whole..], expAvg[whole..], expAvgSq[whole..]);
    }

    [MethodImpl(Hot)]
    private static void AdamWWholeVectors(AdamWScalars s, nint n, ref float gradient, ref float parameters, ref float expAvg, ref float expAvgSq)
    {
        TF scale = S.Broadcast(s.GradientScale), decay1 = S.Broadcast(s.Beta1), gain1 = S.Broadcast(s.OneMinusBeta1);
        TF decay2 = S.Broadcast(s.Beta2), gain2 = S.Broadcast(s.OneMinusBeta2), decay = S.Broadcast(s.Decay);
        TF root = S.Broadcast(s.InverseRootCorrection2), epsilon = S.Broadcast(s.Epsilon), size = S.Broadcast(-s.StepSize);
        for (nint i = 0; i < n; i += S.Width)
        {
            TF g = S.Multiply(S.Load(ref gradient, i), scale);
            TF m = S.MultiplyAdd(g, gain1, S.Multiply(S.Load(ref expAvg, i), decay1));
            TF v = S.MultiplyAdd(S.Multiply(g, g), gain2, S.Multiply(S.Load(ref expAvgSq, i), decay2));
            TF denominator = S.MultiplyAdd(S.Sqrt(v), root, epsilon);
            TF p = S.Multiply(S.Load(ref parameters, i), decay);
            S.Store(m, ref expAvg, i);
            S.Store(v, ref expAvgSq, i);
            S.Store(S.MultiplyAdd(S.Divide(m, denominator), size, p), ref parameters, i);
        }
    }
}
