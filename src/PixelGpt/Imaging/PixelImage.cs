namespace PixelGpt.Imaging;

/// <summary>A picture in memory: RGBA, 8 bits a channel, rows from the top. It starts fully transparent.</summary>
public sealed class PixelImage
{
    /// <summary>The most pixels a picture may have: 2²⁶, 256 MiB.</summary>
    public const int MaxPixels = 1 << 26;

    /// <summary>The most pixels a picture may be wide or high: 2²⁰.</summary>
    public const int MaxSide = 1 << 20;

    private readonly Rgba[] _pixels;

    /// <summary>Makes a fully transparent picture.</summary>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="InputException">A side is not positive, or the picture is over <see cref="MaxSide"/> or <see cref="MaxPixels"/>.</exception>
    public PixelImage(int width, int height)
    {
        if (SizeFault(width, height) is { } fault) throw new InputException(fault);
        Width = width;
        Height = height;
        _pixels = new Rgba[width * height];
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>All pixels in raster order, to read and to write.</summary>
    public Span<Rgba> Pixels => _pixels;

    /// <summary>The pixel at column <paramref name="x"/> of row <paramref name="y"/>, both from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside the picture.</exception>
    public Rgba this[int x, int y]
    {
        get => Row(y)[Column(x)];
        set => Row(y)[Column(x)] = value;
    }

    /// <summary>The pixels of a row, to read and to write.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<Rgba> Row(int y)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)y, (uint)Height, nameof(y));
        return _pixels.AsSpan(y * Width, Width);
    }

    /// <summary>Paints a rectangle, which must lie inside the picture; it replaces what was there, opacity included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle leaves the picture.</exception>
    public void Fill(int x, int y, int width, int height, Rgba color)
    {
        for (int row = y; row < y + height; row++) Row(row).Slice(x, width).Fill(color);
    }

    /// <summary>Copies a whole picture into this one with its top left corner at the given place; it must fit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The picture leaves this one.</exception>
    public void Draw(PixelImage picture, int x, int y)
    {
        ArgumentNullException.ThrowIfNull(picture);
        for (int row = 0; row < picture.Height; row++) picture.Row(row).CopyTo(Row(y + row).Slice(x, picture.Width));
    }

    /// <summary>A copy of a part of this picture, which must lie inside it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The area leaves the picture.</exception>
    public PixelImage Crop(PixelArea area)
    {
        var part = new PixelImage(area.Width, area.Height);
        for (int y = 0; y < area.Height; y++) Row(area.Y + y).Slice(area.X, area.Width).CopyTo(part.Row(y));
        return part;
    }

    /// <summary>A transparent picture of a computed size, which may be beyond what an <see cref="int"/> holds.</summary>
    /// <exception cref="InputException">As for the constructor.</exception>
    internal static PixelImage OfSize(long width, long height) =>
        SizeFault(width, height) is { } fault ? throw new InputException(fault) : new PixelImage((int)width, (int)height);

    /// <summary>What is wrong with a size, or null if nothing is.</summary>
    internal static string? SizeFault(long width, long height)
    {
        if (width <= 0 || height <= 0) return $"a picture of {width}×{height} pixels has no area";
        if (width > MaxSide || height > MaxSide || width * height > MaxPixels)
            return $"a picture of {width}×{height} pixels is over the limit of {MaxSide} a side and {MaxPixels} in all; make it smaller";
        return null;
    }

    private int Column(int x)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)x, (uint)Width, nameof(x));
        return x;
    }
}
