using PixelGpt.Imaging;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>
/// Loads sprites from the Hugging Face hub through its dataset viewer API: one data set whose rows have <c>pixel_color</c>, a list
/// of palette indices, and one whose rows have <c>color</c>, a list of three numbers 0–255. Responses are cached under
/// <c>$HF_HOME/pixelgpt</c>: an interrupted load resumes, and a complete one sends no requests until the cache folder is deleted.
/// </summary>
/// <remarks>
/// The splits are <c>train</c>, <c>dev</c> (or <c>validation</c>) and <c>test</c>. A data set with only <c>train</c> is divided by
/// <see cref="SourceOptions.Splits"/>. Sprites of <c>test</c> may be partial.
/// </remarks>
public sealed class HubSource : ISpriteSource
{
    private const string PixelColumn = "pixel_color";
    private const string ColorColumn = "color";

    private readonly string _name;
    private readonly HubDatasetId _sprites;
    private readonly HubDatasetId _colormap;
    private readonly SourceOptions _options;
    private readonly HubOptions _hub;

    /// <summary>Creates a source. Nothing is downloaded yet.</summary>
    /// <param name="dataset">Data set, <c>hub:OWNER/DATASET</c>.</param>
    /// <param name="options">Options; <see cref="SourceOptions.Colormap"/> is required.</param>
    /// <param name="hub">Settings of the hub.</param>
    /// <param name="name">Name of the loaded data set; null for <paramref name="dataset"/>.</param>
    /// <exception cref="InputException">A name does not have the form <c>hub:OWNER/DATASET</c>, or there is no colour map.</exception>
    public HubSource(string dataset, SourceOptions options, HubOptions hub, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(hub);
        _name = name ?? dataset;
        _sprites = HubDatasetId.Parse(dataset);
        _colormap = HubDatasetId.Parse(options.Colormap
            ?? throw new InputException($"{dataset}: a hub data set needs a colour map; give its hub data set with --colormap hub:OWNER/COLORMAP"));
        (_options, _hub) = (options, hub);
    }

    /// <inheritdoc/>
    public async Task<SpriteDataset> LoadAsync(IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var client = new HubClient(_hub);
        var colormap = new HubDataset(_colormap, _hub, client, progress);
        var sprites = new HubDataset(_sprites, _hub, client, progress);
        IReadOnlyList<HubSplit> maps = await colormap.GetSplitsAsync(cancellationToken).ConfigureAwait(false);
        HubSplit map = maps.FirstOrDefault(s => s.Split == SpriteDataset.Train, maps[0]);
        IReadOnlyList<int[]> colors = await colormap.GetRowsAsync(map, ColorColumn, cancellationToken).ConfigureAwait(false);
        Palette palette = Rethrow(colormap, () => ToPalette(colors, colormap.Where(map.Split)));

        var rows = new List<(string Name, string Where, IReadOnlyList<int[]> Rows)>();
        foreach ((string split, HubSplit from) in Choose(await sprites.GetSplitsAsync(cancellationToken).ConfigureAwait(false)))
            rows.Add((split, sprites.Where(from.Split), await sprites.GetRowsAsync(from, PixelColumn, cancellationToken).ConfigureAwait(false)));
        return Rethrow(sprites, () => ToDataset(palette, rows));
    }

    /// <summary>Returns the splits to load: their names in PixelGpt and on the hub.</summary>
    private List<(string Name, HubSplit From)> Choose(IReadOnlyList<HubSplit> splits)
    {
        HubSplit? Find(string name) => splits.FirstOrDefault(s => s.Split == name);
        var chosen = new List<(string, HubSplit)>();
        if (Find(SpriteDataset.Train) is { } train) chosen.Add((SpriteDataset.Train, train));
        if ((Find(SpriteDataset.Dev) ?? Find("validation")) is { } dev) chosen.Add((SpriteDataset.Dev, dev));
        if (Find(SpriteDataset.Test) is { } test) chosen.Add((SpriteDataset.Test, test));
        return chosen.Count == 3 || (splits.Count == 1 && chosen is [(SpriteDataset.Train, _)])
            ? chosen
            : throw new InputException(
                $"{_sprites}: the data set must have the splits train, dev (or validation) and test, or only train; it has {Excerpt.Of(string.Join(", ", splits.Select(s => s.Split)), 200)}");
    }

    private static Palette ToPalette(IReadOnlyList<int[]> colors, string where)
    {
        for (int row = 0; row < colors.Count; row++)
        {
            if (colors[row].Length != 3) throw new InputException($"{where}, row {row}: expected three numbers 0–255 (got {colors[row].Length} numbers)");
            foreach (int channel in colors[row])
            {
                if (channel is < 0 or > 255) throw new InputException($"{where}, row {row}: expected three numbers 0–255 (got {channel})");
            }
        }

        return new Palette(colors.Select(c => new Rgb((byte)c[0], (byte)c[1], (byte)c[2])));
    }

    private SpriteDataset ToDataset(Palette palette, List<(string Name, string Where, IReadOnlyList<int[]> Rows)> splits)
    {
        (int width, int height) = SpriteSize.Of(splits[0].Rows[0].Length, _options.Size, $"{splits[0].Where}, row 0");
        var sprites = splits.ConvertAll(s => KeyValuePair.Create<string, IReadOnlyList<Sprite>>(
            s.Name, [.. s.Rows.Select((pixels, row) => ToSprite(pixels, width, height, s.Name == SpriteDataset.Test, $"{s.Where}, row {row}"))]));
        return new SpriteDataset(_name, palette, width, height, sprites.Count == 1 ? (_options.Splits ?? SplitPlan.Default).Split(sprites[0].Value) : sprites);
    }

    private static Sprite ToSprite(int[] pixels, int width, int height, bool mayBePartial, string where)
    {
        int area = width * height;
        if (pixels.Length == 0 || pixels.Length > area || (pixels.Length < area && !mayBePartial))
            throw new InputException($"{where}: expected {area} pixels for a sprite of {width}×{height} (got {pixels.Length})");
        return new Sprite(width, height, pixels);
    }

    // Invalid data is cached too. If it is corrected on the hub, the cache has to be deleted.
    private static T Rethrow<T>(HubDataset dataset, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (InputException e)
        {
            throw new InputException($"{e.Message}; if the data on the hub was corrected, delete {dataset.Folder} to download it again", e);
        }
    }
}
