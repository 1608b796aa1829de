using PixelGpt.Data;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation;

/// <summary>Computes a value of a picture from the model's distributions for its pixels.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <param name="sprite">The picture of N pixels.</param>
/// <param name="distributions">The distributions of pixels 1 to N − 1, [N − 1, vocabulary].</param>
/// <returns>The value.</returns>
internal delegate T DistributionFunction<out T>(Sprite sprite, MatrixSpan distributions);
