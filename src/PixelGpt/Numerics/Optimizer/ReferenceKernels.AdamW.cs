namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void AdamW(ReadOnlySpan<float> gradient, in AdamWStep step, Span<float> parameters, Span<float> expAvg, Span<float> expAvgSq) =>
        AdamWScalar(gradient, new AdamWScalars(step), parameters, expAvg, expAvgSq);

    internal static void AdamWScalar(ReadOnlySpan<float> gradient, AdamWScalars s, Span<float> parameters, Span<float> expAvg, Span<float> expAvgSq)
    {
        for (int i = 0; i < gradient.Length; i++)
        {
            float g = gradient[i] * s.GradientScale;
            expAvg[i] = (expAvg[i] * s.Beta1) + (g * s.OneMinusBeta1);
            expAvgSq[i] = (expAvgSq[i] * s.Beta2) + (g * g * s.OneMinusBeta2);
            float denominator = (MathF.Sqrt(expAvgSq[i]) * s.InverseRootCorrection2) + s.Epsilon;
            parameters[i] = (parameters[i] * s.Decay) - (s.StepSize * (expAvg[i] / denominator));
        }
    }
}
