namespace PixelGpt.Generation.Batching;

/// <summary>A pixel that was just drawn.</summary>
/// <param name="Sequence">Which of the completions that were asked for, from 0.</param>
/// <param name="Position">Its place in raster order.</param>
/// <param name="Color">Its palette index.</param>
/// <param name="Probability">What the model itself gave this colour, before temperature, top-p and their like, 0 to 1.</param>
/// <param name="Entropy">How uncertain it was, in nats: 0 to the logarithm of the number of colours.</param>
/// <param name="Alternatives">The likeliest colours, as many as were asked for, likeliest first.</param>
public sealed record DrawnPixel(int Sequence, int Position, int Color, float Probability, float Entropy, IReadOnlyList<ColorProbability> Alternatives);

/// <summary>A colour and its chance.</summary>
/// <param name="Color">Its palette index.</param>
/// <param name="Probability">Its probability, 0 to 1.</param>
public readonly record struct ColorProbability(int Color, float Probability);
