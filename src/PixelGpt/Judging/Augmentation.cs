using PixelGpt.Data;
using PixelGpt.Numerics;

namespace PixelGpt.Judging;

/// <summary>
/// Small changes that leave a picture as real, or as false, as it was: mirrored left to right half of the time, and
/// shifted by up to <see cref="Reach"/> pixels each way as far as there is background to shift into, half of the time.
/// </summary>
internal static class Augmentation
{
    private const int Reach = 2;

    /// <summary>Writes the changed pixels of a picture.</summary>
    public static void Apply(Sprite sprite, ref PhiloxRandom random, Span<int> pixels)
    {
        int width = sprite.Width, height = sprite.Height;
        bool mirror = random.NextInt32(2) == 0, shift = random.NextInt32(2) == 0;
        (int left, int right, int top, int bottom) = shift ? Margins(sprite) : default;
        int dx = random.NextInt32(-left, right + 1), dy = random.NextInt32(-top, bottom + 1);
        pixels[..sprite.Pixels.Length].Clear();
        for (int y = Math.Max(0, -dy); y < Math.Min(height, height - dy); y++)
        {
            for (int x = Math.Max(0, -dx); x < Math.Min(width, width - dx); x++)
            {
                int to = mirror ? width - 1 - (x + dx) : x + dx;
                pixels[((y + dy) * width) + to] = sprite.Pixels[(y * width) + x];
            }
        }
    }

    /// <summary>How many columns and rows at each edge are background alone: up to <see cref="Reach"/>.</summary>
    private static (int Left, int Right, int Top, int Bottom) Margins(Sprite sprite)
    {
        int left = Reach, right = Reach, top = Reach, bottom = Reach;
        for (int i = 0; i < sprite.Pixels.Length; i++)
        {
            if (sprite.Pixels[i] == 0) continue;
            int x = i % sprite.Width, y = i / sprite.Width;
            left = Math.Min(left, x);
            right = Math.Min(right, sprite.Width - 1 - x);
            top = Math.Min(top, y);
            bottom = Math.Min(bottom, sprite.Height - 1 - y);
        }

        return (left, right, top, bottom);
    }
}
