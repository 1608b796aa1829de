namespace PixelGpt.Generation.Batching;

/// <summary>A finished picture and what the model thought while drawing it.</summary>
/// <param name="Sequence">Which of the completions that were asked for, from 0.</param>
/// <param name="Pixels">All its pixels in raster order, the prompt included.</param>
/// <param name="PromptLength">How many of them were given.</param>
/// <param name="Probability">What the model gave each drawn pixel's colour: a number for each pixel behind the prompt.</param>
/// <param name="Entropy">How uncertain it was of each, in nats.</param>
/// <param name="Alternatives">The likeliest colours of each; empty where none were asked for.</param>
public sealed record DrawnPicture(
    int Sequence, int[] Pixels, int PromptLength, float[] Probability, float[] Entropy, IReadOnlyList<IReadOnlyList<ColorProbability>> Alternatives)
{
    /// <summary>The natural logarithm of how likely the model finds what it drew: the sum over the drawn pixels.</summary>
    public double LogLikelihood => Probability.Sum(p => Math.Log(Math.Max(p, 1e-30)));
}
