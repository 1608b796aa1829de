namespace PixelGpt.Imaging;

/// <summary>
/// Detects and undoes integer upscaling without smoothing. The scale is the greatest k that divides both sides of the image and
/// every position at which two adjacent columns, or rows, differ. Exactly for the divisors of this k, every block of k×k pixels
/// has a single colour.
/// </summary>
internal static class PixelScale
{
    /// <summary>Returns the factor by which an image was upscaled; 1 if it was not.</summary>
    /// <param name="image">The image.</param>
    /// <returns>The factor, at least 1.</returns>
    public static int Of(PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        int scale = Gcd(image.Width, image.Height);
        for (int y = 1; y < image.Height && scale > 1; y++)
        {
            if (y % scale != 0 && !image.Row(y).SequenceEqual(image.Row(y - 1))) scale = Gcd(scale, y);
        }

        // Rows between two multiples of the scale are equal by now, so checking one row per block is enough.
        for (int y = 0; y < image.Height && scale > 1; y += scale)
        {
            ReadOnlySpan<Rgba> row = image.Row(y);
            for (int x = 1; x < row.Length && scale > 1; x++)
            {
                if (x % scale != 0 && row[x] != row[x - 1]) scale = Gcd(scale, x);
            }
        }

        return scale;
    }

    /// <summary>Undoes the upscaling of an image: takes one pixel of every block.</summary>
    /// <param name="image">The image.</param>
    /// <param name="scale">The factor; a divisor of <see cref="Of"/>.</param>
    /// <returns>The reduced image, or the same image if the factor is 1.</returns>
    public static PixelImage Reduce(PixelImage image, int scale)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        if (scale == 1) return image;
        var small = new PixelImage(image.Width / scale, image.Height / scale);
        for (int y = 0; y < small.Height; y++)
        {
            ReadOnlySpan<Rgba> from = image.Row(y * scale);
            Span<Rgba> to = small.Row(y);
            for (int x = 0; x < to.Length; x++) to[x] = from[x * scale];
        }

        return small;
    }

    /// <summary>Enlarges an image without smoothing: each pixel becomes a block of pixels.</summary>
    /// <param name="image">The image.</param>
    /// <param name="scale">The factor.</param>
    /// <returns>The enlarged image, or the same image if the factor is 1.</returns>
    public static PixelImage Enlarge(PixelImage image, int scale)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        if (scale == 1) return image;
        PixelImage large = PixelImage.OfSize((long)image.Width * scale, (long)image.Height * scale);
        for (int i = 0; i < image.Pixels.Length; i++) large.Fill(i % image.Width * scale, i / image.Width * scale, scale, scale, image.Pixels[i]);
        return large;
    }

    /// <summary>Computes the greatest common divisor (Euclid's algorithm).</summary>
    internal static int Gcd(int a, int b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
