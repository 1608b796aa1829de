namespace PixelGpt.Evaluation.Features.Layers;

/// <summary>The parameters of a batch norm, one value per channel: γ · (x − μ) ÷ √(σ² + ε) + β.</summary>
/// <param name="Gamma">γ, the scale.</param>
/// <param name="Beta">β, the shift.</param>
/// <param name="Mean">μ, the mean over the training data.</param>
/// <param name="Variance">σ², the variance over the training data.</param>
/// <param name="Epsilon">ε.</param>
internal readonly record struct BatchNorm(float[] Gamma, float[] Beta, float[] Mean, float[] Variance, double Epsilon)
{
    /// <summary>Returns g = γ ÷ √(σ² + ε), by which folding multiplies the weights of a channel, and its bias β − μ·g.</summary>
    /// <param name="channel">The output channel.</param>
    public (double Factor, double Bias) Fold(int channel)
    {
        double factor = Gamma[channel] / Math.Sqrt(Variance[channel] + Epsilon);
        return (factor, Beta[channel] - (Mean[channel] * factor));
    }
}
