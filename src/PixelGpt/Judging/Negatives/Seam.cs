using PixelGpt.Data;
using PixelGpt.Numerics;

namespace PixelGpt.Judging.Negatives;

/// <summary>Where a picture stops being real: half of the time where prompts end, else behind any of the middle rows, so that a judge learns more than one place.</summary>
internal static class Seam
{
    /// <summary>How many pixels are left real.</summary>
    public static int Choose(ref PhiloxRandom random, Sprite sprite, double promptFraction)
    {
        int first = Math.Max(1, sprite.Height / 4), last = Math.Max(first, 3 * sprite.Height / 4);
        int row = random.NextInt32(first, last + 1);
        return random.NextInt32(2) == 0 ? SequenceViews.PromptLength(sprite.Pixels.Length, promptFraction) : Math.Clamp(row * sprite.Width, 1, sprite.Pixels.Length - 1);
    }
}
