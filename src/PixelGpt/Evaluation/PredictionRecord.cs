namespace PixelGpt.Evaluation;

/// <summary>The model's predictions for the pixels of one picture, each given the pixels before it. The first pixel has no prediction and is left out.</summary>
/// <param name="Probability">The probability of each pixel, [area − 1].</param>
/// <param name="Entropy">The entropy of the model's distribution for each pixel in nats, [area − 1].</param>
public sealed record PredictionRecord(float[] Probability, float[] Entropy);
