using PixelGpt.Data;
using PixelGpt.Numerics;

namespace PixelGpt.Judging;

/// <summary>A random change that does not affect whether a picture is real: mirroring left to right, and shifting.</summary>
/// <param name="IsMirrored">Whether the picture is mirrored.</param>
/// <param name="X">Pixels that the picture is shifted to the right, before mirroring.</param>
/// <param name="Y">Pixels that the picture is shifted down.</param>
internal readonly record struct Augmentation(bool IsMirrored, int X, int Y)
{
    private const int MaxShift = 2;

    /// <summary>
    /// Chooses an augmentation for a picture: with probability ½ each it is mirrored, and shifted by up to 2 pixels in each
    /// direction, as far as the edge consists of background.
    /// </summary>
    public static Augmentation Choose(Sprite sprite, ref PhiloxRandom random)
    {
        bool isMirrored = random.NextInt32(2) == 0, isShifted = random.NextInt32(2) == 0;
        (int left, int right, int top, int bottom) = isShifted ? Margins(sprite) : default;
        return new Augmentation(isMirrored, random.NextInt32(-left, right + 1), random.NextInt32(-top, bottom + 1));
    }

    /// <summary>Returns the changed picture.</summary>
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

    /// <summary>Counts the columns and rows at each edge that contain only background, up to <see cref="MaxShift"/>.</summary>
    private static (int Left, int Right, int Top, int Bottom) Margins(Sprite sprite)
    {
        int left = MaxShift, right = MaxShift, top = MaxShift, bottom = MaxShift;
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
