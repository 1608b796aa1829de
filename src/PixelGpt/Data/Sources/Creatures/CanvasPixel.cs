namespace PixelGpt.Data.Sources.Creatures;

/// <summary>One pixel of the canvas.</summary>
/// <param name="Part">The part that covers the pixel, numbered from 1 in drawing order; 0 for none.</param>
/// <param name="Material">The material of the part.</param>
/// <param name="U">The x component of the surface normal (right is positive), −1 to 1.</param>
/// <param name="V">The y component of the surface normal (down is positive), −1 to 1.</param>
/// <param name="Ink">A palette index that replaces the shaded colour; 0 for none.</param>
/// <param name="IsFlat">Whether texture and strong shading are suppressed, so that a face stays readable.</param>
internal readonly record struct CanvasPixel(int Part, Material Material, double U, double V, int Ink, bool IsFlat);
