namespace PixelGpt.Imaging;

/// <summary>
/// Resizes 8-bit images with results bit-identical to Pillow's <c>Image.resize(size, Image.BILINEAR)</c>
/// (src/libImaging/Resample.c), which torchvision's <c>Resize</c> applies to PIL images: a triangle filter with a radius of one
/// source pixel, or more when shrinking, with fixed-point weights; first horizontally, then vertically, rounded to 8 bits between.
/// </summary>
internal static class PillowBilinear
{
    /// <summary>Number of fractional bits of a weight: 32, less 8 for the pixel value and 2 in reserve.</summary>
    private const int Precision = 32 - 8 - 2;

    /// <summary>Resizes an image with interleaved channels.</summary>
    /// <param name="pixels">The image [height, width, channels].</param>
    /// <param name="width">Width of the image.</param>
    /// <param name="height">Height of the image.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="newWidth">Width of the result.</param>
    /// <param name="newHeight">Height of the result.</param>
    /// <returns>The result [newHeight, newWidth, channels].</returns>
    /// <exception cref="ArgumentException">The length of <paramref name="pixels"/> does not match the size.</exception>
    public static byte[] Resize(ReadOnlySpan<byte> pixels, int width, int height, int channels, int newWidth, int newHeight)
    {
        foreach (int size in (ReadOnlySpan<int>)[width, height, channels, newWidth, newHeight]) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (pixels.Length != width * height * channels) throw new ArgumentException($"expected {width}×{height}×{channels} bytes (got {pixels.Length})", nameof(pixels));
        byte[] across = width == newWidth ? pixels.ToArray() : new byte[checked(height * newWidth * channels)];
        if (width != newWidth)
        {
            Taps[] columns = Taps.Of(width, newWidth);
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < newWidth; x++)
                {
                    for (int channel = 0; channel < channels; channel++)
                        across[(((y * newWidth) + x) * channels) + channel] = columns[x].Weigh(pixels[((y * width * channels) + channel)..], channels);
                }
            }
        }

        if (height == newHeight) return across;
        int line = newWidth * channels;
        byte[] result = new byte[checked(newHeight * line)];
        Taps[] rows = Taps.Of(height, newHeight);
        for (int y = 0; y < newHeight; y++)
        {
            for (int i = 0; i < line; i++) result[(y * line) + i] = rows[y].Weigh(across.AsSpan(i), line);
        }

        return result;
    }

    /// <summary>The source pixels and weights that one result pixel is computed from, along one axis.</summary>
    private readonly struct Taps(int first, int[] weights)
    {
        /// <summary>Computes the taps of each result pixel of an axis.</summary>
        public static Taps[] Of(int size, int newSize)
        {
            double scale = (double)size / newSize, reach = Math.Max(scale, 1), step = 1 / reach;
            var all = new Taps[newSize];
            for (int i = 0; i < newSize; i++)
            {
                double center = (i + 0.5) * scale, sum = 0;
                int first = Math.Max(0, (int)(center - reach + 0.5)), end = Math.Min(size, (int)(center + reach + 0.5));
                double[] weights = new double[end - first];
                for (int tap = 0; tap < weights.Length; tap++) sum += weights[tap] = Math.Max(0, 1 - Math.Abs((tap + first - center + 0.5) * step));
                all[i] = new Taps(first, [.. weights.Select(weight => (int)(0.5 + (weight / sum * (1 << Precision))))]);
            }

            return all;
        }

        public byte Weigh(ReadOnlySpan<byte> line, int step)
        {
            int sum = 1 << (Precision - 1);
            for (int tap = 0; tap < weights.Length; tap++) sum += line[(first + tap) * step] * weights[tap];
            return (byte)Math.Clamp(sum >> Precision, 0, 255);
        }
    }
}
