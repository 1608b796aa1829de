namespace PixelGpt.Numerics;

internal sealed partial class ReferenceKernels
{
    public void AdamW(ReadOnlySpan<float> gradient, in AdamWStep step, Span<float> parameters, Span<float> expAvg, Span<float> expAvgSq) =>
        AdamWScalar(gradient, new AdamWScalars(step), parameters, expAvg, expAvgSq);

    public double SumOfSquares(ReadOnlySpan<float> x) => SumOfSquaresScalar(x);

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

    internal static double SumOfSquaresScalar(ReadOnlySpan<float> x)
    {
        double sum = 0;
        foreach (float value in x) sum += (double)value * value;
        return sum;
    }
}

/// <summary>What <see cref="AdamWStep"/> comes to in float32, computed in double as PyTorch does.</summary>
internal readonly struct AdamWScalars(in AdamWStep step)
{
    public float GradientScale { get; } = step.GradientScale;

    public float Beta1 { get; } = (float)step.Beta1;

    public float OneMinusBeta1 { get; } = (float)(1 - step.Beta1);

    public float Beta2 { get; } = (float)step.Beta2;

    public float OneMinusBeta2 { get; } = (float)(1 - step.Beta2);

    public float Epsilon { get; } = (float)step.Epsilon;

    public float Decay { get; } = (float)(1 - (step.LearningRate * step.WeightDecay));

    public float StepSize { get; } = (float)(step.LearningRate / (1 - Math.Pow(step.Beta1, step.Step)));

    public float InverseRootCorrection2 { get; } = (float)(1 / Math.Sqrt(1 - Math.Pow(step.Beta2, step.Step)));
}
