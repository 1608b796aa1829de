using PixelGpt.Data.Sources.Creatures;

namespace PixelGpt.Data.Sources;

/// <summary>
/// The built-in data set: 792 procedurally drawn creatures of 20×20 pixels in 167 colours, in the style of 16-bit games.
/// Index 0 is white, the background. The same seed gives bit-identical creatures on every machine, because only integers
/// and IEEE + − × ÷ √ are used.
/// </summary>
/// <param name="seed">Random seed of the creatures; the palette is the same for all seeds.</param>
/// <param name="splits">The split sizes; null for 632 train, 80 dev and 80 test sprites.</param>
public sealed class CreaturesSource(ulong seed = 0, SplitPlan? splits = null) : ISpriteSource
{
    /// <summary>The name for <c>--data</c>; <c>creatures:SEED</c> uses another seed.</summary>
    internal const string Name = "creatures";

    private const int Count = 792;

    /// <inheritdoc/>
    public Task<SpriteDataset> LoadAsync(IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Draw(progress, cancellationToken), cancellationToken);

    private SpriteDataset Draw(IProgress<SourceProgress>? progress, CancellationToken cancellationToken)
    {
        var sprites = new Sprite[Count];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] pixels = CreatureGenerator.Generate(seed, (ulong)i, drawn => seen.Add(string.Concat(drawn.Select(index => (char)index))));
            sprites[i] = new Sprite(CreatureGenerator.Side, CreatureGenerator.Side, pixels);
        }

        progress?.Report(new SourceProgress("creatures drawn", Count, Count));
        return new SpriteDataset(
            seed == 0 ? Name : $"{Name}:{seed}", CreaturePalette.Palette, CreatureGenerator.Side, CreatureGenerator.Side, (splits ?? SplitPlan.Default).Split(sprites));
    }
}
