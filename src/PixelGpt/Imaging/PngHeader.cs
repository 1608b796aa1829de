namespace PixelGpt.Imaging;

/// <summary>The IHDR chunk: size and pixel format.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColorType ColorType, bool Interlaced)
{
    /// <summary>The first eight bytes of every PNG file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The number of samples per pixel.</summary>
    public int Channels => ColorType switch
    {
        PngColorType.Rgb => 3,
        PngColorType.GrayAlpha => 2,
        PngColorType.Rgba => 4,
        _ => 1,
    };

    /// <summary>Distance in bytes between a byte and the one to its left that filters use: the size of a pixel, at least 1.</summary>
    public int FilterStride => Math.Max(1, Channels * BitDepth / 8);

    /// <summary>The passes; some may contain no pixels.</summary>
    public PngPass[] Passes => Interlaced ? PngPass.Adam7 : PngPass.Whole;

    /// <summary>Returns the number of bytes of a scanline, without its filter byte.</summary>
    public int RowBytes(int pixels) => (int)((((long)pixels * Channels * BitDepth) + 7) / 8);

    /// <summary>Returns the number of bytes of all scanlines of all passes including filter bytes: the uncompressed size of the image data.</summary>
    public long DataLength()
    {
        long length = 0;
        foreach (PngPass pass in Passes)
        {
            int width = pass.WidthOf(Width);
            if (width > 0) length += pass.HeightOf(Height) * (1L + RowBytes(width));
        }

        return length;
    }

    /// <summary>Whether the specification allows this bit depth with this colour type (table 11.1).</summary>
    public static bool IsLegal(int colorType, int bitDepth) => (PngColorType)colorType switch
    {
        PngColorType.Gray => bitDepth is 1 or 2 or 4 or 8 or 16,
        PngColorType.Indexed => bitDepth is 1 or 2 or 4 or 8,
        PngColorType.Rgb or PngColorType.GrayAlpha or PngColorType.Rgba => bitDepth is 8 or 16,
        _ => false,
    };
}
