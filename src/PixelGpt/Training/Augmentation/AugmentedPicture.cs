namespace PixelGpt.Training.Augmentation;

/// <summary>A complete picture that an augmentation may change.</summary>
public readonly ref struct AugmentedPicture
{
    internal AugmentedPicture(Span<int> pixels, int width, int colors)
    {
        Pixels = pixels;
        Width = width;
        Colors = colors;
    }

    /// <summary>The palette indices of the pixels, in raster order.</summary>
    public Span<int> Pixels { get; }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height => Pixels.Length / Width;

    /// <summary>The number of colours; palette indices are less.</summary>
    public int Colors { get; }

    /// <summary>Gets or sets the palette index of a pixel.</summary>
    /// <param name="x">Column of the pixel.</param>
    /// <param name="y">Row of the pixel.</param>
    public ref int this[int x, int y] => ref Pixels[(y * Width) + x];
}
