using PixelGpt.Data;
using PixelGpt.Evaluation.Baselines;

namespace PixelGpt.Judging;

/// <summary>Completes sprites with the baselines. The detection rates of models are compared with those of these completions.</summary>
internal static class BaselineCompletions
{
    /// <summary>Completes sprites with every baseline except the truth, and with a solid colour.</summary>
    /// <param name="sprites">Complete sprites whose prompts are completed.</param>
    /// <param name="promptLength">Number of pixels in each prompt.</param>
    /// <param name="train">The train split, for the baseline that copies from the nearest training sprite; if it is empty, this baseline is omitted.</param>
    /// <returns>One set of pictures per baseline.</returns>
    public static IReadOnlyList<PictureSet> Of(IReadOnlyList<Sprite> sprites, int promptLength, IReadOnlyList<Sprite> train)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        return
        [
            .. AllBaselines.For(train).Where(b => b is not TruthBaseline)
                .Select(b => new PictureSet(b.Name.Replace('_', ' '), [.. sprites.Select(s => new Sprite(s.Width, s.Height, b.Complete(s, promptLength)))])),
            new("solid colour", [.. sprites.Select(s => Solid(s, promptLength))]),
        ];
    }

    /// <summary>
    /// Fills the pixels after the prompt with the most frequent colour of the prompt other than the background; of equally frequent
    /// colours the lowest index is taken. If the prompt contains only background, the rest is filled with background.
    /// </summary>
    private static Sprite Solid(Sprite sprite, int promptLength)
    {
        int color = sprite.Pixels[..promptLength].ToArray().Where(p => p != 0).GroupBy(p => p).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).FirstOrDefault()?.Key ?? 0;
        int[] pixels = sprite.Pixels.ToArray();
        Array.Fill(pixels, color, promptLength, pixels.Length - promptLength);
        return new Sprite(sprite.Width, sprite.Height, pixels);
    }
}
