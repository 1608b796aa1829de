using PixelGpt.Data;
using PixelGpt.Evaluation.Baselines;
using PixelGpt.Numerics;

namespace PixelGpt.Judging.Negatives;

/// <summary>A sprite whose rows below some row are copies of those above: half of the time mirrored, half of the time the last one again and again.</summary>
public sealed class CopiedRowsNegatives : INegativeKind
{
    private const ulong StreamTag = 0x726F777300000000;

    /// <inheritdoc/>
    public string Name => "rows";

    /// <inheritdoc/>
    public string Description => "the rows above mirrored downwards, or the last one repeated";

    /// <inheritdoc/>
    public IReadOnlyList<Sprite> Make(IReadOnlyList<Sprite> sprites, double promptFraction, ulong seed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sprites);
        IBaseline mirror = new MirrorBaseline(), repeat = new RepeatLastRowBaseline();
        var results = new Sprite[sprites.Count];
        for (int i = 0; i < results.Length; i++)
        {
            var random = new PhiloxRandom(seed, StreamTag | (uint)i);
            Sprite sprite = sprites[i];
            int kept = Math.Clamp(Seam.Choose(ref random, sprite, promptFraction) / sprite.Width, 1, Math.Max(1, sprite.Height - 1));
            IBaseline way = random.NextInt32(2) == 0 ? mirror : repeat;
            results[i] = new Sprite(sprite.Width, sprite.Height, way.Complete(sprite, kept * sprite.Width));
        }

        return results;
    }
}
