using PixelGpt.Data;

namespace PixelGpt.Judging;

/// <summary>Completions that take no skill: what a detection rate is measured against.</summary>
public static class TrivialCompletions
{
    /// <summary>Every way of completing, with what it makes of each sprite.</summary>
    /// <param name="sprites">The sprites whose beginnings are completed.</param>
    /// <param name="promptLength">How many pixels of them are given.</param>
    /// <param name="train">Whole sprites of the same size, for the nearest of them; where there are none, that way is left out.</param>
    public static IReadOnlyList<PicturesToJudge> Of(IReadOnlyList<Sprite> sprites, int promptLength, IReadOnlyList<Sprite> train)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        ArgumentNullException.ThrowIfNull(train);
        PicturesToJudge Make(string name, Func<Sprite, int, int> pixel) => new(name, [.. sprites.Select(s => Complete(s, promptLength, at => pixel(s, at)))]);
        var ways = new List<PicturesToJudge>
        {
            Make("white", (_, _) => 0),
            new("solid colour", [.. sprites.Select(s =>
            {
                int color = MainColor(s.Pixels[..promptLength]);
                return Complete(s, promptLength, _ => color);
            })]),
            Make("repeat the last row", (s, at) => RowAbove(s, promptLength, at, _ => 0)),
            Make("mirror of the top", (s, at) => RowAbove(s, promptLength, at, below => below)),
        };
        if (train.Count > 0)
        {
            ways.Add(new("nearest training sprite", [.. sprites.Select(s =>
            {
                Sprite nearest = train.MinBy(t => Distance(t.Pixels[..promptLength], s.Pixels[..promptLength]))!;
                return Complete(s, promptLength, at => nearest.Pixels[at]);
            })]));
        }

        return ways;
    }

    private static Sprite Complete(Sprite sprite, int promptLength, Func<int, int> pixel)
    {
        int[] pixels = new int[sprite.Width * sprite.Height];
        sprite.Pixels[..promptLength].CopyTo(pixels);
        for (int i = promptLength; i < pixels.Length; i++) pixels[i] = pixel(i);
        return new Sprite(sprite.Width, sprite.Height, pixels);
    }

    /// <summary>
    /// The pixel of the same column in a row that is given whole: <paramref name="up"/> says how many rows above the last
    /// of them, for each row below it; at the top it turns round.
    /// </summary>
    private static int RowAbove(Sprite sprite, int promptLength, int at, Func<int, int> up)
    {
        int rows = promptLength / sprite.Width, below = (at / sprite.Width) - rows, steps = up(below);
        if (rows == 0) return 0;
        int turned = steps % (2 * rows), row = turned < rows ? rows - 1 - turned : turned - rows;
        return sprite.Pixels[(row * sprite.Width) + (at % sprite.Width)];
    }

    /// <summary>The commonest colour beside the background; the background where there is no other, the lower index of two as common.</summary>
    private static int MainColor(ReadOnlySpan<int> pixels) =>
        pixels.ToArray().Where(p => p != 0).GroupBy(p => p).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).FirstOrDefault()?.Key ?? 0;

    private static int Distance(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        int distance = 0;
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i] != b[i]) distance++;
        }

        return distance;
    }
}
