using PixelGpt.Data;
using PixelGpt.Evaluation.Baselines;

namespace PixelGpt.Judging;

/// <summary>Completions that take no skill: what a detection rate is measured against.</summary>
public static class TrivialCompletions
{
    /// <summary>Every baseline but the truth, and a solid colour, with what it makes of each sprite.</summary>
    /// <param name="sprites">Whole sprites, whose beginnings are completed.</param>
    /// <param name="promptLength">How many pixels of them are given.</param>
    /// <param name="train">The train split, for the nearest of its sprites; where none is known whole, that way is left out.</param>
    public static IReadOnlyList<PicturesToJudge> Of(IReadOnlyList<Sprite> sprites, int promptLength, IReadOnlyList<Sprite> train)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        return
        [
            .. AllBaselines.For(train).Where(b => b is not TruthBaseline)
                .Select(b => new PicturesToJudge(b.Name.Replace('_', ' '), [.. sprites.Select(s => new Sprite(s.Width, s.Height, b.Complete(s, promptLength)))])),
            new("solid colour", [.. sprites.Select(s => Solid(s, promptLength))]),
        ];
    }

    /// <summary>The rest in the commonest colour given beside the background: of two as common the lower index, and background where there is no other.</summary>
    private static Sprite Solid(Sprite sprite, int promptLength)
    {
        int color = sprite.Pixels[..promptLength].ToArray().Where(p => p != 0).GroupBy(p => p).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).FirstOrDefault()?.Key ?? 0;
        int[] pixels = sprite.Pixels.ToArray();
        Array.Fill(pixels, color, promptLength, pixels.Length - promptLength);
        return new Sprite(sprite.Width, sprite.Height, pixels);
    }
}
