namespace PixelGpt.Numerics;

/// <summary>The float32 constants of an <see cref="AdamWStep"/>, computed in double as PyTorch does.</summary>
internal readonly struct AdamWScalars(in AdamWStep step)
{
    public float GradientScale { get; } = step.GradientScale;

    public float Beta1 { get; } = (float)step.Beta1;

    public float OneMinusBeta1 { get; } = (float)(1 - step.Beta1);

    public float Beta2 { get; } = (float)step.Beta2;

    public float OneMinusBeta2 { get; } = (float)(1 - step.Beta2);

    public float Epsilon { get; } = (float)step.Epsilon;

    /// <summary>Factor of the weight decay.</summary>
    public float Decay { get; } = (float)(1 - (step.LearningRate * step.WeightDecay));

    /// <summary>Learning rate divided by the bias correction of the average gradient.</summary>
    public float StepSize { get; } = (float)(step.LearningRate / (1 - Math.Pow(step.Beta1, step.Step)));

    /// <summary>Reciprocal square root of the bias correction of the average squared gradient.</summary>
    public float InverseRootCorrection2 { get; } = (float)(1 / Math.Sqrt(1 - Math.Pow(step.Beta2, step.Step)));
}
