using PixelGpt.Data;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation;

/// <summary>Computes values of a picture from the model's distributions for its pixels.</summary>
/// <param name="sprite">The picture of N pixels.</param>
/// <param name="distributions">The distributions of pixels 1 to N − 1, [N − 1, vocabulary].</param>
/// <returns>The values.</returns>
internal delegate double[] DistributionFunction(Sprite sprite, MatrixSpan distributions);
