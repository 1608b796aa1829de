using PixelGpt.Data;
using PixelGpt.Numerics;

namespace PixelGpt.Judging.Negatives;

/// <summary>Chooses the number of pixels at the start of a negative that are real: the prompt length with probability ½, otherwise up to the start of a random middle row, so that the judge does not learn a fixed position.</summary>
internal static class RealPrefix
{
    /// <summary>Chooses the number of real pixels.</summary>
    public static int ChooseLength(ref PhiloxRandom random, Sprite sprite, double promptFraction)
    {
        int first = Math.Max(1, sprite.Height / 4), last = Math.Max(first, 3 * sprite.Height / 4);
        int row = random.NextInt32(first, last + 1);
        return random.NextInt32(2) == 0 ? SequenceViews.PromptLength(sprite.Pixels.Length, promptFraction) : Math.Clamp(row * sprite.Width, 1, sprite.Pixels.Length - 1);
    }
}
