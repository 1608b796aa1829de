namespace PixelGpt.Imaging.Resizing;

/// <summary>Takes the source pixel at the centre of each new pixel. Adds no colours, but may lose thin lines.</summary>
internal sealed class NearestFilter : IResizeFilter
{
    /// <inheritdoc/>
    public string Name => "nearest";

    /// <inheritdoc/>
    public PixelImage Resize(PixelImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        var small = new PixelImage(width, height);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<Rgba> from = image.Row((int)(((2L * y) + 1) * image.Height / (2L * height)));
            Span<Rgba> to = small.Row(y);
            for (int x = 0; x < width; x++) to[x] = from[(int)(((2L * x) + 1) * image.Width / (2L * width))];
        }

        return small;
    }
}
