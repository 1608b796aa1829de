using PixelGpt.Data;
using PixelGpt.Numerics;

namespace PixelGpt.Judging.Negatives;

/// <summary>Sprites in which some square blocks are moved to the positions of others. Blocks that contain only background stay in place, so that every change is visible.</summary>
internal sealed class ShuffledBlocksNegatives : INegativeKind
{
    private const ulong StreamTag = 0x626C6F6300000000;

    /// <inheritdoc/>
    public string Name => "blocks";

    /// <inheritdoc/>
    public string Description => "some square blocks moved to other positions";

    /// <inheritdoc/>
    public IReadOnlyList<Sprite> Make(IReadOnlyList<Sprite> sprites, double promptFraction, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        var results = new Sprite[sprites.Count];
        for (int i = 0; i < results.Length; i++)
        {
            var random = new PhiloxRandom(seed, StreamTag | (uint)i);
            results[i] = Shuffle(sprites[i], ref random);
        }

        return results;
    }

    private static Sprite Shuffle(Sprite sprite, ref PhiloxRandom random)
    {
        int largest = Math.Max(1, Math.Min(sprite.Width, sprite.Height) / 2), smallest = Math.Min(3, largest);
        int side = random.NextInt32(smallest, largest + 1);
        int[] pixels = sprite.Pixels.ToArray();
        (int X, int Y)[] blocks = [.. Blocks(sprite, side)];
        random.Shuffle<(int, int)>(blocks);
        if (blocks.Length < 2) return sprite;

        // The chosen blocks move in a cycle, so that none of them stays in place.
        int chosen = random.NextInt32(2, blocks.Length + 1);
        for (int i = 0; i < chosen; i++)
        {
            (int fromX, int fromY) = blocks[i];
            (int toX, int toY) = blocks[(i + 1) % chosen];
            for (int y = 0; y < side; y++)
                sprite.Pixels.Slice(((fromY + y) * sprite.Width) + fromX, side).CopyTo(pixels.AsSpan(((toY + y) * sprite.Width) + toX));
        }

        return new Sprite(sprite.Width, sprite.Height, pixels);
    }

    private static IEnumerable<(int X, int Y)> Blocks(Sprite sprite, int side)
    {
        for (int y = 0; y + side <= sprite.Height; y += side)
        {
            for (int x = 0; x + side <= sprite.Width; x += side)
            {
                if (!IsBackground(sprite, x, y, side)) yield return (x, y);
            }
        }
    }

    private static bool IsBackground(Sprite sprite, int left, int top, int side)
    {
        for (int y = top; y < top + side; y++)
        {
            if (sprite.Pixels.Slice((y * sprite.Width) + left, side).ContainsAnyExcept(0)) return false;
        }

        return true;
    }
}
