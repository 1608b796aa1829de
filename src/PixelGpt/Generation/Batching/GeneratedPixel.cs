namespace PixelGpt.Generation.Batching;

/// <summary>A pixel that was just generated, with its token statistics.</summary>
/// <param name="Sequence">Index of the completion among those of the request.</param>
/// <param name="Position">Index of the pixel in raster order.</param>
/// <param name="Color">The palette index.</param>
/// <param name="Probability">The model's probability of this colour before temperature, top-p and other logits processors, 0 to 1.</param>
/// <param name="Entropy">Entropy of the model's distribution, in nats.</param>
/// <param name="Alternatives">The most probable colours, most probable first, as many as requested.</param>
public sealed record GeneratedPixel(int Sequence, int Position, int Color, float Probability, float Entropy, IReadOnlyList<ColorProbability> Alternatives);
