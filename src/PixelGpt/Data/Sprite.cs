namespace PixelGpt.Data;

/// <summary>
/// A picture as palette indices in raster order. It may be known only in part: the hub's test rows hold the
/// first 240 of 400 pixels, and no more than that is ever invented for them.
/// </summary>
public sealed class Sprite
{
    private readonly int[] _pixels;

    /// <summary>Makes a sprite of its known pixels.</summary>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">The first pixels in raster order, at most <paramref name="width"/> × <paramref name="height"/>.</param>
    /// <exception cref="InputException">A side is not positive, or there are no pixels or too many.</exception>
    public Sprite(int width, int height, ReadOnlySpan<int> pixels)
    {
        if (width <= 0 || height <= 0) throw new InputException($"a sprite of {width}×{height} pixels has no area");
        if (pixels.IsEmpty || pixels.Length > (long)width * height)
            throw new InputException($"{pixels.Length} pixels do not fit a sprite of {width}×{height}");
        Width = width;
        Height = height;
        _pixels = pixels.ToArray();
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The known pixels: palette indices in raster order.</summary>
    public ReadOnlySpan<int> Pixels => _pixels;

    internal ReadOnlyMemory<int> Memory => _pixels;

    /// <summary>Whether every pixel is known.</summary>
    public bool IsComplete => _pixels.Length == (long)Width * Height;

    /// <summary>The same sprite, of which only the first pixels are known: what a model is asked to finish.</summary>
    /// <param name="pixels">How many, in raster order: 1 to those known.</param>
    /// <exception cref="InputException">So many are not known, or none is asked for.</exception>
    public Sprite Beginning(int pixels)
    {
        if (pixels < 1 || pixels > _pixels.Length) throw new InputException($"the first {pixels} pixels of a sprite were asked for; it must be 1 to {_pixels.Length}");
        return new Sprite(Width, Height, _pixels.AsSpan(0, pixels));
    }
}
