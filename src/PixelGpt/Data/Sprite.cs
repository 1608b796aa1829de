namespace PixelGpt.Data;

/// <summary>
/// A picture as palette indices in raster order. It may be partial: the test rows of the hub, for example, contain only the first
/// 240 of 400 pixels.
/// </summary>
public sealed class Sprite
{
    private readonly int[] _pixels;

    /// <summary>Creates a sprite from its known pixels.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="pixels">The first pixels in raster order, at most <paramref name="width"/> × <paramref name="height"/>.</param>
    /// <exception cref="InputException">A side is not positive, or there are no pixels or too many.</exception>
    public Sprite(int width, int height, ReadOnlySpan<int> pixels)
    {
        if (width <= 0 || height <= 0) throw new InputException($"a sprite must be at least 1×1 pixels (got {width}×{height})");
        if (pixels.IsEmpty || pixels.Length > (long)width * height)
            throw new InputException($"a sprite of {width}×{height} must have 1 to {(long)width * height} known pixels (got {pixels.Length})");
        Width = width;
        Height = height;
        _pixels = pixels.ToArray();
    }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>The known pixels: palette indices in raster order.</summary>
    public ReadOnlySpan<int> Pixels => _pixels;

    internal ReadOnlyMemory<int> Memory => _pixels;

    /// <summary>Whether another sprite has the same width and height.</summary>
    internal bool HasSizeOf(Sprite other) => Width == other.Width && Height == other.Height;

    /// <summary>Whether every pixel is known.</summary>
    public bool IsComplete => _pixels.Length == (long)Width * Height;

    /// <summary>Returns a partial copy with only the first pixels, for use as a prompt.</summary>
    /// <param name="pixels">Number of pixels in raster order, from 1 to the number of known pixels.</param>
    /// <returns>A partial sprite of the same size.</returns>
    /// <exception cref="InputException"><paramref name="pixels"/> is less than 1 or more than the number of known pixels.</exception>
    public Sprite FirstPixels(int pixels)
    {
        if (pixels < 1 || pixels > _pixels.Length) throw new InputException($"the prompt length must be 1 to {_pixels.Length} (got {pixels})");
        return new Sprite(Width, Height, _pixels.AsSpan(0, pixels));
    }
}
