namespace PixelGpt.Imaging;

/// <summary>An RGBA image in memory: 8 bits per channel, rows from top to bottom. New images are fully transparent.</summary>
public sealed class PixelImage
{
    /// <summary>Maximum number of pixels of an image: 2²⁶, which take 256 MiB.</summary>
    public const int MaxPixels = 1 << 26;

    /// <summary>Maximum width and height of an image: 2²⁰ pixels.</summary>
    public const int MaxSide = 1 << 20;

    private readonly Rgba[] _pixels;

    /// <summary>Creates a fully transparent image.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <exception cref="InputException">A side is not positive, or the image exceeds <see cref="MaxSide"/> or <see cref="MaxPixels"/>.</exception>
    public PixelImage(int width, int height)
    {
        if (SizeFault(width, height) is { } fault) throw new InputException(fault);
        Width = width;
        Height = height;
        _pixels = new Rgba[width * height];
    }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>Whether this is a contact sheet or a picture of a palette, and not a sprite. PNG files have it as text.</summary>
    internal bool IsOverview { get; set; }

    /// <summary>All pixels in raster order. Writing to the span changes the image.</summary>
    public Span<Rgba> Pixels => _pixels;

    /// <summary>Gets or sets a pixel.</summary>
    /// <param name="x">Column, from 0.</param>
    /// <param name="y">Row, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is outside the image.</exception>
    public Rgba this[int x, int y]
    {
        get => Row(y)[Column(x)];
        set => Row(y)[Column(x)] = value;
    }

    /// <summary>Returns the pixels of a row. Writing to the span changes the image.</summary>
    /// <param name="y">Row, from 0.</param>
    /// <returns>The pixels of the row.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<Rgba> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        return _pixels.AsSpan(y * Width, Width);
    }

    /// <summary>Sets all pixels of a rectangle to a colour, including its alpha.</summary>
    /// <param name="x">First column.</param>
    /// <param name="y">First row.</param>
    /// <param name="width">Width of the rectangle.</param>
    /// <param name="height">Height of the rectangle.</param>
    /// <param name="color">The colour.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle is not completely inside the image.</exception>
    public void Fill(int x, int y, int width, int height, Rgba color)
    {
        for (int row = y; row < y + height; row++) Row(row).Slice(x, width).Fill(color);
    }

    /// <summary>Copies another image into this one.</summary>
    /// <param name="picture">Image to copy.</param>
    /// <param name="x">Column of its top left corner.</param>
    /// <param name="y">Row of its top left corner.</param>
    /// <exception cref="ArgumentOutOfRangeException">The copy is not completely inside this image.</exception>
    public void Draw(PixelImage picture, int x, int y)
    {
        ArgumentNullException.ThrowIfNull(picture);
        for (int row = 0; row < picture.Height; row++) picture.Row(row).CopyTo(Row(y + row).Slice(x, picture.Width));
    }

    /// <summary>Returns a copy of a part of this image.</summary>
    /// <param name="area">Part to copy.</param>
    /// <returns>A new image of the size of the area.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The area is not completely inside the image.</exception>
    public PixelImage Crop(PixelArea area)
    {
        var part = new PixelImage(area.Width, area.Height);
        for (int y = 0; y < area.Height; y++) Row(area.Y + y).Slice(area.X, area.Width).CopyTo(part.Row(y));
        return part;
    }

    /// <summary>Returns whether a pixel is less than half opaque.</summary>
    internal bool HasTransparency()
    {
        foreach (Rgba pixel in _pixels)
        {
            if (!pixel.IsOpaque) return true;
        }

        return false;
    }

    /// <summary>Creates a transparent image of a computed size that may exceed the range of <see cref="int"/>.</summary>
    /// <exception cref="InputException">The size is not valid for an image.</exception>
    internal static PixelImage OfSize(long width, long height) =>
        SizeFault(width, height) is { } fault ? throw new InputException(fault) : new PixelImage((int)width, (int)height);

    /// <summary>Returns an error message for an invalid size, or null if the size is valid.</summary>
    internal static string? SizeFault(long width, long height)
    {
        if (width <= 0 || height <= 0) return $"a picture must be at least 1×1 pixels (got {width}×{height})";
        if (width > MaxSide || height > MaxSide || width * height > MaxPixels)
            return $"a picture of {width}×{height} pixels exceeds the limit of {MaxSide} pixels per side and {MaxPixels} pixels in total; make it smaller";
        return null;
    }

    private int Column(int x)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width, nameof(x));
        return x;
    }
}
