using PixelGpt.Data.Sources.Creatures;

namespace PixelGpt.Data.Sources;

/// <summary>
/// The data set that is always there: 792 creatures of 20×20 pixels over 167 colours, drawn by code in the manner of
/// 16-bit games. Index 0 is white, the background. The same seed draws the same creatures on every machine, bit for
/// bit, because only integers and IEEE + − × ÷ √ are used.
/// </summary>
/// <param name="seed">Which creatures; the palette is the same for all.</param>
/// <param name="splits">How they fall into splits; null for 632, 80 and 80.</param>
public sealed class CreaturesSource(ulong seed = 0, SplitPlan? splits = null) : ISpriteSource
{
    /// <summary>What <c>--data</c> calls it; <c>creatures:SEED</c> draws others.</summary>
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
            int[] pixels = CreatureArtist.Draw(seed, (ulong)i, drawn => seen.Add(string.Concat(drawn.Select(index => (char)index))));
            sprites[i] = new Sprite(CreatureArtist.Side, CreatureArtist.Side, pixels);
        }

        progress?.Report(new SourceProgress("creatures drawn", Count, Count));
        return new SpriteDataset(
            seed == 0 ? Name : $"{Name}:{seed}", MasterPalette.Palette, CreatureArtist.Side, CreatureArtist.Side, (splits ?? SplitPlan.Default).Split(sprites));
    }
}
