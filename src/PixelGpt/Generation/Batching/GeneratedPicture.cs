namespace PixelGpt.Generation.Batching;

/// <summary>A completed picture with the token statistics of its generated pixels.</summary>
/// <param name="Sequence">Index of the completion among those of the request.</param>
/// <param name="Pixels">All pixels in raster order, the prompt included.</param>
/// <param name="PromptLength">Number of given pixels.</param>
/// <param name="Probability">The model's probability of each generated pixel's colour, before logits processors.</param>
/// <param name="Entropy">Entropy of the model's distribution for each generated pixel, in nats.</param>
/// <param name="Alternatives">The most probable colours of each generated pixel; empty if none were requested.</param>
public sealed record GeneratedPicture(
    int Sequence, int[] Pixels, int PromptLength, float[] Probability, float[] Entropy, IReadOnlyList<IReadOnlyList<ColorProbability>> Alternatives)
{
    /// <summary>The generated pixels as indices in raster order, in the order in which they were generated.</summary>
    public required IReadOnlyList<int> Generated { get; init; }

    /// <summary>The log-likelihood of the generated pixels: the sum of the natural logarithms of their probabilities.</summary>
    public double LogLikelihood => Probability.Sum(p => Math.Log(Math.Max(p, 1e-30)));
}
