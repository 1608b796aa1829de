namespace PixelGpt.Generation.Batching;

/// <summary>A colour and its probability.</summary>
/// <param name="Color">The palette index.</param>
/// <param name="Probability">The probability, 0 to 1.</param>
public readonly record struct ColorProbability(int Color, float Probability);
