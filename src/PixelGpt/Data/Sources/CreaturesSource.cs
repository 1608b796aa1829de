using PixelGpt.Data.Sources.Creatures;

namespace PixelGpt.Data.Sources;

/// <summary>
/// The built-in data sets of procedurally drawn creatures in the style of 16-bit games: 792 of 20×20 pixels in 167 colours, or
/// 2,400 of 16, 24 or 32 pixels, or of mixed sizes, in 64 colours. Index 0 is white, the background. The same seed gives
/// bit-identical creatures on every machine, because only integers and IEEE + − × ÷ √ are used.
/// </summary>
public sealed class CreaturesSource : ISpriteSource
{
    /// <summary>The name for <c>--data</c>.</summary>
    internal const string Name = "creatures";

    private const int Count = 792;
    private const int SizedTrain = 2000;
    private const int SizedDev = 200;
    private const int SizedTest = 200;
    private const int ReportInterval = 100;

    private readonly CreatureSize? _size;
    private readonly ulong _seed;
    private readonly SplitPlan? _splits;

    /// <summary>Creates the source of the creatures of 20×20 pixels.</summary>
    /// <param name="seed">Random seed of the creatures; the palette is the same for all seeds.</param>
    /// <param name="splits">The split sizes; null for 632 train, 80 dev and 80 test sprites.</param>
    public CreaturesSource(ulong seed = 0, SplitPlan? splits = null) => (_seed, _splits) = (seed, splits);

    /// <summary>Creates the source of the creatures of another size.</summary>
    /// <param name="size">The size of the creatures: <c>16</c>, <c>24</c>, <c>32</c>, or <c>16-32</c> for mixed sizes.</param>
    /// <param name="seed">Random seed of the creatures; the palette is the same for all sizes and seeds.</param>
    /// <param name="splits">The split sizes; null for 2,000 train, 200 dev and 200 test sprites.</param>
    /// <exception cref="InputException">There is no such size.</exception>
    public CreaturesSource(string size, ulong seed = 0, SplitPlan? splits = null)
        : this(seed, splits)
    {
        ArgumentNullException.ThrowIfNull(size);
        _size = CreatureSize.Find(size)
            ?? throw new InputException($"the size of creatures must be {string.Join(", ", CreatureSize.All.SkipLast(1).Select(s => s.Name))} or {CreatureSize.All[^1].Name} (got '{Excerpt.Of(size)}')");
    }

    /// <inheritdoc/>
    public Task<SpriteDataset> LoadAsync(IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Load(progress, cancellationToken), cancellationToken);

    private SpriteDataset Load(IProgress<SourceProgress>? progress, CancellationToken cancellationToken)
    {
        string name = (_size, _seed) switch
        {
            (null, 0) => Name,
            (null, _) => $"{Name}:{_seed}",
            (_, 0) => $"{Name}:{_size.Name}",
            _ => $"{Name}:{_size.Name}:{_seed}",
        };
        return _size is null
            ? new SpriteDataset(name, CreaturePalette.Palette, (_splits ?? SplitPlan.Default).Split(DrawAll(Count, Draw, progress, cancellationToken)))
            : new SpriteDataset(
                name,
                SharedCreaturePalette.Palette,
                (_splits ?? SplitPlan.OfCounts(SizedTrain, SizedDev, SizedTest)).Split(DrawAll(SizedTrain + SizedDev + SizedTest, DrawSized, progress, cancellationToken)));
    }

    private static Sprite[] DrawAll(int count, Func<int, Predicate<Sprite>, Sprite> draw, IProgress<SourceProgress>? progress, CancellationToken cancellationToken)
    {
        var sprites = new Sprite[count];
        var seen = new HashSet<SpriteKey>();
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (i % ReportInterval == 0) progress?.Report(new SourceProgress("drawing creatures", i, count));
            sprites[i] = draw(i, sprite => seen.Add(new SpriteKey(sprite)));
        }

        progress?.Report(new SourceProgress("creatures drawn", count, count));
        return sprites;
    }

    private Sprite Draw(int number, Predicate<Sprite> accept)
    {
        Sprite? sprite = null;
        CreatureGenerator.Generate(_seed, (ulong)number, pixels => accept(sprite = new Sprite(CreatureGenerator.Side, CreatureGenerator.Side, pixels)));
        return sprite!;
    }

    private Sprite DrawSized(int number, Predicate<Sprite> accept) =>
        CreatureGenerator.Generate(_seed, (ulong)number, _size!.SideOf(number), _size.IsMixed, accept);
}
