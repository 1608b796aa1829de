namespace PixelGpt.Imaging;

/// <summary>
/// Pillow's bilinear resize of 8-bit pictures, bit for bit (<c>Image.resize(size, Image.BILINEAR)</c>, src/libImaging/Resample.c):
/// a triangle as wide as a source pixel, wider where the picture shrinks, its weights rounded to fixed point; first across, then
/// down, with 8 bits between. What torchvision's <c>Resize</c> does to a PIL image.
/// </summary>
public static class PillowBilinear
{
    /// <summary>Bits behind the point: 32, less those of a pixel and two to spare.</summary>
    private const int Precision = 32 - 8 - 2;

    /// <summary>Resizes interleaved channels.</summary>
    /// <param name="pixels">The picture [height, width, channels].</param>
    /// <param name="width">Its pixels a row.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="newWidth">Pixels a row to make.</param>
    /// <param name="newHeight">Rows to make.</param>
    /// <returns>[newHeight, newWidth, channels].</returns>
    public static byte[] Resize(ReadOnlySpan<byte> pixels, int width, int height, int channels, int newWidth, int newHeight)
    {
        foreach (int size in (ReadOnlySpan<int>)[width, height, channels, newWidth, newHeight]) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (pixels.Length != width * height * channels) throw new ArgumentException($"{pixels.Length} bytes where {width}×{height}×{channels} are needed", nameof(pixels));
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

    /// <summary>The source pixels that one pixel is made of, along one axis.</summary>
    private readonly struct Taps(int first, int[] weights)
    {
        /// <summary>Those of each pixel of an axis.</summary>
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
