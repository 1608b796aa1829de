namespace PixelGpt.Evaluation;

/// <summary>What a model thought of each pixel of a picture, given those before it. The first pixel, which nothing comes before, is left out.</summary>
/// <param name="Probability">How likely the model found the pixel that stands there [area − 1].</param>
/// <param name="Entropy">How undecided it was, in nats [area − 1].</param>
public sealed record PixelRecord(float[] Probability, float[] Entropy);
