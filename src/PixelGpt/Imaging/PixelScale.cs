namespace PixelGpt.Imaging;

/// <summary>
/// The whole number of times a picture was enlarged without smoothing, found exactly: the greatest k that divides both
/// sides and every place where two neighbouring columns, or rows, differ. Then, and only then, each block of k×k pixels
/// is of one colour.
/// </summary>
public static class PixelScale
{
    /// <summary>How many times a picture was enlarged: 1 if it was not.</summary>
    public static int Of(PixelImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        int scale = Gcd(image.Width, image.Height);
        for (int y = 1; y < image.Height && scale > 1; y++)
        {
            if (y % scale != 0 && !image.Row(y).SequenceEqual(image.Row(y - 1))) scale = Gcd(scale, y);
        }

        // Rows between two multiples of the scale are equal by now, so one row of each block says all of its columns.
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

    /// <summary>The picture as it was before it was enlarged: one pixel of every block.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="scale">A divisor of <see cref="Of"/>.</param>
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

    /// <summary>The greatest common divisor (Euclid).</summary>
    internal static int Gcd(int a, int b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
