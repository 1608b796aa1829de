using PixelGpt.Imaging;

namespace PixelGpt.Data.Sources.Hub;

/// <summary>
/// Sprites from the Hugging Face hub, over its dataset viewer's HTTP API: a data set whose rows hold
/// <c>pixel_color</c>, a list of palette indices, and another whose rows hold <c>color</c>, a list of three numbers
/// of 0–255. What was fetched is kept on disk: an interrupted load goes on where it was, and a whole one never asks
/// again, until its folder under <c>$HF_HOME/pixelgpt</c> is deleted.
/// </summary>
/// <remarks>
/// The splits are <c>train</c>, <c>dev</c> (or <c>validation</c>) and <c>test</c>; a data set of <c>train</c> alone is
/// dealt by <see cref="SourceOptions.Splits"/>. A row of <c>test</c> may hold only the beginning of its sprite.
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

    /// <summary>Names a data set; nothing is fetched yet.</summary>
    /// <param name="dataset">The data set, <c>hub:OWNER/DATASET</c>.</param>
    /// <param name="options">With <see cref="SourceOptions.Colormap"/>, which is needed here.</param>
    /// <param name="hub">How the hub is reached.</param>
    /// <param name="name">The name that the loaded data set bears; null takes <paramref name="dataset"/>.</param>
    /// <exception cref="InputException">A name is not of the form <c>hub:OWNER/DATASET</c>, or there is no colour map.</exception>
    public HubSource(string dataset, SourceOptions options, HubOptions hub, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(hub);
        _name = name ?? dataset;
        _sprites = HubDatasetId.Parse(dataset);
        _colormap = HubDatasetId.Parse(options.Colormap
            ?? throw new InputException($"{dataset}: a hub data set needs a colour map; name the hub data set that holds it with --colormap hub:OWNER/COLORMAP"));
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

    /// <summary>Our splits and which of the hub's they are.</summary>
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
                $"{_sprites}: the data set should have the splits train, dev (or validation) and test, or train alone; it has {Excerpt.Of(string.Join(", ", splits.Select(s => s.Split)), 200)}");
    }

    private static Palette ToPalette(IReadOnlyList<int[]> colors, string where)
    {
        for (int row = 0; row < colors.Count; row++)
        {
            if (colors[row].Length != 3) throw new InputException($"{where}, row {row}: {colors[row].Length} numbers where a colour is three, each 0–255");
            foreach (int channel in colors[row])
            {
                if (channel is < 0 or > 255) throw new InputException($"{where}, row {row}: {channel} is outside 0–255");
            }
        }

        return new Palette(colors.Select(c => new Rgb((byte)c[0], (byte)c[1], (byte)c[2])));
    }

    private SpriteDataset ToDataset(Palette palette, List<(string Name, string Where, IReadOnlyList<int[]> Rows)> splits)
    {
        (int width, int height) = SpriteSize.Of(splits[0].Rows[0].Length, _options.Size, $"{splits[0].Where}, row 0");
        var sprites = splits.ConvertAll(s => KeyValuePair.Create<string, IReadOnlyList<Sprite>>(
            s.Name, [.. s.Rows.Select((pixels, row) => ToSprite(pixels, width, height, s.Name == SpriteDataset.Test, $"{s.Where}, row {row}"))]));
        return new SpriteDataset(_name, palette, width, height, sprites.Count == 1 ? (_options.Splits ?? SplitPlan.Default).Deal(sprites[0].Value) : sprites);
    }

    private static Sprite ToSprite(int[] pixels, int width, int height, bool mayBePartial, string where)
    {
        int area = width * height;
        if (pixels.Length == 0 || pixels.Length > area || (pixels.Length < area && !mayBePartial))
            throw new InputException($"{where}: {pixels.Length} pixels where a sprite of {width}×{height} has {area}");
        return new Sprite(width, height, pixels);
    }

    // Data that are wrong are kept all the same; once mended on the hub, they must be fetched anew.
    private static T Rethrow<T>(HubDataset dataset, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (InputException e)
        {
            throw new InputException($"{e.Message}; if the hub's data have been mended since, delete {dataset.Folder} to fetch them anew", e);
        }
    }
}
