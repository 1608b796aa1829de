namespace PixelGpt.Models.Embeddings;

/// <summary>The coordinates of the pixel that a row predicts.</summary>
/// <param name="X">Column, from 0.</param>
/// <param name="Y">Row of the picture, from 0.</param>
internal readonly record struct TargetPixel(int X, int Y);
