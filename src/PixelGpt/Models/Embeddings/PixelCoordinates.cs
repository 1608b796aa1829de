namespace PixelGpt.Models.Embeddings;

/// <summary>The coordinates of a pixel in its picture.</summary>
/// <param name="X">Column, from 0.</param>
/// <param name="Y">Row of the picture, from 0.</param>
internal readonly record struct PixelCoordinates(int X, int Y);
