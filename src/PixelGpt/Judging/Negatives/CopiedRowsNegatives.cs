using PixelGpt.Data;
using PixelGpt.Evaluation.Baselines;
using PixelGpt.Numerics;

namespace PixelGpt.Judging.Negatives;

/// <summary>Sprites whose lower rows are copies of the upper ones: with probability ½ the upper rows mirrored downwards, otherwise the last upper row repeated.</summary>
internal sealed class CopiedRowsNegatives : INegativeKind
{
    private const ulong StreamTag = 0x726F777300000000;

    /// <inheritdoc/>
    public string Name => "rows";

    /// <inheritdoc/>
    public string Description => "the upper rows mirrored downwards, or the last upper row repeated";

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
            int rows = Math.Clamp(RealPrefix.ChooseLength(ref random, sprite, promptFraction) / sprite.Width, 1, Math.Max(1, sprite.Height - 1));
            IBaseline baseline = random.NextInt32(2) == 0 ? mirror : repeat;
            results[i] = new Sprite(sprite.Width, sprite.Height, baseline.Complete(sprite, rows * sprite.Width));
        }

        return results;
    }
}
