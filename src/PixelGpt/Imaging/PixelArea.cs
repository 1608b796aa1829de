namespace PixelGpt.Imaging;

/// <summary>A rectangle in an image, in pixels.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Number of columns.</param>
/// <param name="Height">Number of rows.</param>
public readonly record struct PixelArea(int X, int Y, int Width, int Height);
