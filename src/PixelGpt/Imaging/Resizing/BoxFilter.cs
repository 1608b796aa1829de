namespace PixelGpt.Imaging.Resizing;

/// <summary>
/// Area averaging: each new pixel is the mean of the source area it covers, computed in linear light and weighted by alpha.
/// </summary>
internal sealed class BoxFilter : IResizeFilter
{
    /// <inheritdoc/>
    public string Name => "box";

    /// <inheritdoc/>
    public PixelImage Resize(PixelImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        var small = new PixelImage(width, height);
        (int Index, double Fraction)[][] columns = Fractions(image.Width, width), rows = Fractions(image.Height, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++) small[x, y] = Mean(image, columns[x], rows[y]);
        }

        return small;
    }

    /// <summary>Returns, for each new pixel along one axis, the source pixels it covers and their fractions of its area.</summary>
    private static (int Index, double Fraction)[][] Fractions(int from, int to)
    {
        var all = new (int, double)[to][];
        for (int i = 0; i < to; i++)
        {
            // Positions are in units of 1/to of a source pixel, so that all borders are integers.
            long begin = (long)i * from, end = begin + from;
            int first = (int)(begin / to), last = (int)((end - 1) / to);
            all[i] = [.. Enumerable.Range(first, last - first + 1).Select(p => (p, (double)(Math.Min(end, (p + 1L) * to) - Math.Max(begin, (long)p * to)) / from))];
        }

        return all;
    }

    private static Rgba Mean(PixelImage image, (int Index, double Fraction)[] columns, (int Index, double Fraction)[] rows)
    {
        double r = 0, g = 0, b = 0, opacity = 0;
        foreach ((int y, double rowFraction) in rows)
        {
            ReadOnlySpan<Rgba> row = image.Row(y);
            foreach ((int x, double columnFraction) in columns)
            {
                Rgba pixel = row[x];
                double weight = rowFraction * columnFraction * pixel.A;
                opacity += weight;
                r += weight * Srgb.ToLinear(pixel.R);
                g += weight * Srgb.ToLinear(pixel.G);
                b += weight * Srgb.ToLinear(pixel.B);
            }
        }

        byte alpha = (byte)Math.Round(Math.Min(opacity, 255), MidpointRounding.AwayFromZero);
        return alpha == 0 ? default : new Rgba(Srgb.FromLinear(r / opacity), Srgb.FromLinear(g / opacity), Srgb.FromLinear(b / opacity), alpha);
    }
}
