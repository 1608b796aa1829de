using PixelGpt.Numerics;

namespace PixelGpt.Training.Augmentation;

/// <summary>
/// Draws which pixels of a picture are given, of the kinds that people ask for: all but a rectangle, half of the picture, all but a
/// band of rows or columns, scattered pixels, or the outlines only.
/// </summary>
internal static class RandomMask
{
    /// <summary>Draws a mask. At least one pixel is given and at least one is not, if the picture has at least two.</summary>
    /// <param name="random">Source of random numbers.</param>
    /// <param name="pixels">The pixels of the picture, in raster order.</param>
    /// <param name="width">Width of the picture.</param>
    /// <param name="given">Receives whether each pixel is given.</param>
    public static void Draw(ref PhiloxRandom random, ReadOnlySpan<int> pixels, int width, Span<bool> given)
    {
        int height = pixels.Length / width;
        given.Fill(true);
        switch (random.NextInt32(10))
        {
            case < 4:
                Clear(given, width, Part(ref random, width), Part(ref random, height));
                break;
            case 4:
                Clear(given, width, Half(ref random, width), (0, height));
                break;
            case 5:
                Clear(given, width, (0, width), Half(ref random, height));
                break;
            case 6:
                Clear(given, width, (0, width), Part(ref random, height));
                break;
            case 7:
                Clear(given, width, Part(ref random, width), (0, height));
                break;
            case 8:
                double share = 0.1 + (0.8 * random.NextDouble());
                for (int i = 0; i < given.Length; i++) given[i] = random.NextDouble() < share;
                break;
            default:
                for (int i = 0; i < given.Length; i++) given[i] = IsOutline(pixels, width, i);
                break;
        }

        if (!given.Contains(true)) given[random.NextInt32(given.Length)] = true;
        else if (!given.Contains(false)) given[random.NextInt32(given.Length)] = false;
    }

    /// <summary>Draws a part of an axis.</summary>
    private static (int First, int Length) Part(ref PhiloxRandom random, int size)
    {
        int length = random.NextInt32(1, size + 1);
        return (random.NextInt32(size - length + 1), length);
    }

    /// <summary>Draws one of the two halves of an axis.</summary>
    private static (int First, int Length) Half(ref PhiloxRandom random, int size)
    {
        int half = Math.Max(1, size / 2);
        return random.NextInt32(2) == 0 ? (0, half) : (size - half, half);
    }

    private static void Clear(Span<bool> given, int width, (int First, int Length) columns, (int First, int Length) rows)
    {
        for (int y = rows.First; y < rows.First + rows.Length; y++) given.Slice((y * width) + columns.First, columns.Length).Clear();
    }

    /// <summary>Returns whether a pixel has another colour than its neighbour to the left, right, top or bottom.</summary>
    private static bool IsOutline(ReadOnlySpan<int> pixels, int width, int at)
    {
        int x = at % width, color = pixels[at];
        return (x > 0 && pixels[at - 1] != color) || (x < width - 1 && pixels[at + 1] != color) || (at >= width && pixels[at - width] != color) || (at + width < pixels.Length && pixels[at + width] != color);
    }
}
