using PixelGpt.Data;
using PixelGpt.Numerics;

namespace PixelGpt.Judging.Negatives;

/// <summary>Sprites in which at least half of the colours, except the background, are replaced by colours of another sprite. The shape is real, the colours are not.</summary>
internal sealed class RecoloredNegatives : INegativeKind
{
    private const ulong StreamTag = 0x7265636F00000000;

    /// <inheritdoc/>
    public string Name => "recolor";

    /// <inheritdoc/>
    public string Description => "at least half of the colours replaced by colours of another sprite";

    /// <inheritdoc/>
    public IReadOnlyList<Sprite> Make(IReadOnlyList<Sprite> sprites, double promptFraction, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        var results = new Sprite[sprites.Count];
        for (int i = 0; i < results.Length; i++)
        {
            var random = new PhiloxRandom(seed, StreamTag | (uint)i);
            Sprite other = sprites[(i + 1 + random.NextInt32(sprites.Count - 1)) % sprites.Count];
            results[i] = Recolor(sprites[i], Colors(other), ref random);
        }

        return results;
    }

    private static Sprite Recolor(Sprite sprite, int[] palette, ref PhiloxRandom random)
    {
        int[] colors = Colors(sprite);
        if (colors.Length == 0 || palette.Length == 0) return sprite;
        random.Shuffle<int>(colors);
        random.Shuffle<int>(palette);
        int changed = random.NextInt32((colors.Length + 1) / 2, colors.Length + 1);
        var map = new Dictionary<int, int>();
        for (int i = 0; i < changed; i++) map[colors[i]] = palette[i % palette.Length];
        int[] pixels = sprite.Pixels.ToArray();
        for (int i = 0; i < pixels.Length; i++) pixels[i] = map.GetValueOrDefault(pixels[i], pixels[i]);
        return new Sprite(sprite.Width, sprite.Height, pixels);
    }

    /// <summary>Returns the colours of a sprite in ascending order, without the background.</summary>
    private static int[] Colors(Sprite sprite) => [.. sprite.Pixels.ToArray().Where(p => p != 0).Distinct().Order()];
}
