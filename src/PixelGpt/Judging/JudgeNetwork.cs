using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Judging;

/// <summary>
/// A transformer that reads a whole picture and says in one number how much it looks like one of the data set: the mean
/// of the final norm's output over all positions, times a weight, plus a bias. That number is the logit of the
/// probability that the picture is real.
/// </summary>
internal sealed class JudgeNetwork : ISequenceLoss
{
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    /// <summary>Makes the network, its parameters all 0.</summary>
    /// <exception cref="InputException">It is too large to be worked with.</exception>
    public JudgeNetwork(ModelConfig config, IKernels? kernels = null)
    {
        Transformer = config.Build(kernels);
        _weight = Transformer.Parameters.Add("score.weight", Initializer.Zeros, 1, config.Description.HiddenSize);
        _bias = Transformer.Parameters.Add("score.bias", Initializer.Zeros, 1);
    }

    /// <summary>The transformer, whose parameters hold those of the head as the last two.</summary>
    public Transformer Transformer { get; }

    /// <summary>A label a sequence.</summary>
    public int CountLabels(int length) => 1;

    /// <summary>Takes over the weights of a generator of the same configuration; the head begins at 0.</summary>
    public void BeginAs(Transformer generator)
    {
        Span<float> values = Transformer.Parameters.Values;
        values.Clear();
        generator.Parameters.Values.CopyTo(values);
        Transformer.Pack();
    }

    /// <summary>The logit of a whole picture.</summary>
    public float Logit(ReadOnlySpan<int> pixels, Activations activations) => Logit(pixels, activations, activations.WithinSequence(), dropout: null);

    /// <summary>
    /// Binary cross entropy of one example in nats, with its gradient times <paramref name="gradientScale"/> added to
    /// <paramref name="gradients"/>.
    /// </summary>
    /// <param name="sequence">A picture's pixels and, as the last number, its label: 1 for real, 0 for not.</param>
    /// <param name="activations">Memory for training.</param>
    /// <param name="dropout">Where its dropout stands, or null for none.</param>
    /// <param name="gradientScale">What the gradient is multiplied by.</param>
    /// <param name="gradients">Laid out as the parameters are.</param>
    public double Train(ReadOnlySpan<int> sequence, Activations activations, DropoutContext? dropout, float gradientScale, Span<float> gradients)
    {
        ReadOnlySpan<int> pixels = sequence[..^1];
        int label = sequence[^1];
        SequenceAttention attention = activations.WithinSequence(dropout);
        double logit = Logit(pixels, activations, attention, dropout);
        float slope = (float)(Sigmoid(logit) - label) * gradientScale;

        ReadOnlySpan<float> pooled = Pooled(activations), weight = Transformer.Parameters[_weight];
        Span<float> weightGradient = _weight.In(gradients);
        MatrixSpan features = Transformer.FeatureGradients(activations, pixels.Length);
        for (int i = 0; i < weight.Length; i++)
        {
            weightGradient[i] += slope * pooled[i];
            features.Data[i] = slope / pixels.Length * weight[i];
        }

        _bias.In(gradients)[0] += slope;
        for (int row = 1; row < features.Rows; row++) features.Data[..weight.Length].CopyTo(features.Data[(row * weight.Length)..]);
        Transformer.FeaturesBackward(pixels, activations.Positions.AsSpan(0, pixels.Length), activations, attention, dropout, gradients);
        return CrossEntropy(logit, label);
    }

    /// <summary>The probability that a logit stands for.</summary>
    public static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    /// <summary>−log of the probability that a logit gives to a label of 1 or 0, without overflow.</summary>
    public static double CrossEntropy(double logit, int label) => Math.Max(logit, 0) - (logit * label) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));

    private float Logit(ReadOnlySpan<int> pixels, Activations activations, SequenceAttention attention, DropoutContext? dropout)
    {
        MatrixSpan features = Transformer.Features(pixels, activations.Positions.AsSpan(0, pixels.Length), activations, attention, dropout);
        Span<float> pooled = Pooled(activations);
        pooled.Clear();
        Transformer.Kernels.AddColumnSums(features, pooled);
        Transformer.Kernels.Scale(pooled, 1f / pixels.Length);
        ReadOnlySpan<float> weight = Transformer.Parameters[_weight];
        double logit = Transformer.Parameters[_bias][0];
        for (int i = 0; i < weight.Length; i++) logit += weight[i] * pooled[i];
        return (float)logit;
    }

    /// <summary>The mean over positions [D], in memory that is free between the last block and the way back.</summary>
    private Span<float> Pooled(Activations activations) => activations.Branch[0, Transformer.Description.HiddenSize];
}
