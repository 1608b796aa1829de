namespace PixelGpt.Imaging.Aseprite;

/// <summary>The pixels of a cel.</summary>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
/// <param name="pixels">The pixels in raster order, 1, 2 or 4 bytes each, depending on the colour mode.</param>
internal sealed class AsepriteCelImage(int width, int height, byte[] pixels)
{
    /// <summary>The width in pixels.</summary>
    public int Width { get; } = width;

    /// <summary>The height in pixels.</summary>
    public int Height { get; } = height;

    /// <summary>The pixels in raster order, 1, 2 or 4 bytes each, depending on the colour mode.</summary>
    public byte[] Pixels { get; } = pixels;
}
