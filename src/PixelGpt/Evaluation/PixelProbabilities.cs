using PixelGpt.Generation.Batching;

namespace PixelGpt.Evaluation;

/// <summary>The model's prediction for one pixel of a given picture.</summary>
/// <param name="Position">The pixel's position in raster order, from 1: the first pixel has no prediction.</param>
/// <param name="Color">The palette index of the pixel.</param>
/// <param name="Probability">The probability of <paramref name="Color"/> given all pixels before it, 0 to 1.</param>
/// <param name="Entropy">The entropy of the model's distribution for this pixel, in nats.</param>
/// <param name="Alternatives">The most probable colours in descending order of probability; may include <paramref name="Color"/>.</param>
public sealed record PixelProbabilities(int Position, int Color, float Probability, float Entropy, IReadOnlyList<ColorProbability> Alternatives);
