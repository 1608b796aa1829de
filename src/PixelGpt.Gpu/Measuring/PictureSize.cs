namespace PixelGpt.Gpu.Measuring;

/// <summary>The pictures of a measurement.</summary>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Count">Number of pictures of an epoch.</param>
internal readonly record struct PictureSize(int Width, int Height, int Count)
{
    /// <summary>The number of pixels.</summary>
    public int Pixels => Width * Height;
}
