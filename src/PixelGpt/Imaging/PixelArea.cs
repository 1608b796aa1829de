namespace PixelGpt.Imaging;

/// <summary>A rectangle of a picture's pixels.</summary>
/// <param name="X">Its first column.</param>
/// <param name="Y">Its first row.</param>
/// <param name="Width">How many columns.</param>
/// <param name="Height">How many rows.</param>
public readonly record struct PixelArea(int X, int Y, int Width, int Height);
