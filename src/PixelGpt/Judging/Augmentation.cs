using PixelGpt.Data;
using PixelGpt.Numerics;

namespace PixelGpt.Judging;

/// <summary>A small change that leaves a picture as real, or as false, as it was: mirrored left to right, and shifted.</summary>
/// <param name="IsMirrored">Whether it is mirrored.</param>
/// <param name="X">By how many pixels it is shifted to the right, before that.</param>
/// <param name="Y">By how many it is shifted down.</param>
internal readonly record struct Augmentation(bool IsMirrored, int X, int Y)
{
    private const int Reach = 2;

    /// <summary>
    /// One for a picture: mirrored half of the time, and half of the time shifted by up to 2 pixels each way, as far as
    /// there is background to shift into.
    /// </summary>
    public static Augmentation Choose(Sprite sprite, ref PhiloxRandom random)
    {
        bool isMirrored = random.NextInt32(2) == 0, isShifted = random.NextInt32(2) == 0;
        (int left, int right, int top, int bottom) = isShifted ? Margins(sprite) : default;
        return new Augmentation(isMirrored, random.NextInt32(-left, right + 1), random.NextInt32(-top, bottom + 1));
    }

    /// <summary>The changed picture.</summary>
    public Sprite Apply(Sprite sprite)
    {
        int width = sprite.Width, height = sprite.Height;
        int[] pixels = new int[width * height];
        for (int y = Math.Max(0, -Y); y < Math.Min(height, height - Y); y++)
        {
            for (int x = Math.Max(0, -X); x < Math.Min(width, width - X); x++)
            {
                int to = IsMirrored ? width - 1 - (x + X) : x + X;
                pixels[((y + Y) * width) + to] = sprite.Pixels[(y * width) + x];
            }
        }

        return new Sprite(width, height, pixels);
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
