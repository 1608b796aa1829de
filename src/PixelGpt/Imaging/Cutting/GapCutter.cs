namespace PixelGpt.Imaging.Cutting;

/// <summary>
/// Cuts a sheet where it is empty: along rows that are empty from side to side, the bands between them along columns that
/// are, and so on in turns until nothing more comes apart (the XY cut of Nagy and Seth 1984). Each sprite is as large as
/// what is drawn of it. Empty is what is less than half opaque; on a sheet that is opaque everywhere, the background.
/// </summary>
public sealed class GapCutter : ISheetCutter
{
    /// <summary>Cuts in turns beyond this many are not of this world, but of a sheet made to keep us busy.</summary>
    private const int MaxDepth = 24;

    private readonly int _gap;
    private readonly Rgb _background;

    /// <summary>Describes gaps.</summary>
    /// <param name="gap">The fewest empty rows or columns that part two sprites; those within a sprite may be fewer.</param>
    /// <param name="background">What is empty on a sheet without transparency.</param>
    /// <exception cref="InputException">The gap is not 1 to 4096 pixels.</exception>
    public GapCutter(int gap, Rgb background)
    {
        if (gap is < 1 or > 4096) throw new InputException($"gap-width is {gap}; it must be 1 to 4096");
        (_gap, _background) = (gap, background);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PixelArea> Cut(PixelImage sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        bool[] isDrawn = new bool[sheet.Pixels.Length];
        bool isOpaque = true;
        foreach (Rgba pixel in sheet.Pixels) isOpaque &= pixel.A >= 128;
        for (int i = 0; i < isDrawn.Length; i++) isDrawn[i] = isOpaque ? sheet.Pixels[i].Rgb != _background : sheet.Pixels[i].A >= 128;
        var found = new List<PixelArea>();
        Cut(isDrawn, sheet.Width, new PixelArea(0, 0, sheet.Width, sheet.Height), byRows: true, isWhole: false, MaxDepth, found);
        return found.Count <= GridCutter.MaxTiles ? found : throw new InputException($"{found.Count} sprites on one sheet are over the limit of {GridCutter.MaxTiles}");
    }

    /// <param name="isDrawn">Whether each pixel of the sheet is.</param>
    /// <param name="stride">Pixels a row of the sheet.</param>
    /// <param name="area">What to cut.</param>
    /// <param name="byRows">Whether to look for empty rows, not columns.</param>
    /// <param name="isWhole">Whether the other direction has no more gaps.</param>
    /// <param name="depth">How many more turns to take.</param>
    /// <param name="found">Takes the sprites.</param>
    private void Cut(bool[] isDrawn, int stride, PixelArea area, bool byRows, bool isWhole, int depth, List<PixelArea> found)
    {
        List<(int First, int End)> bands = Bands(Profile(isDrawn, stride, area, byRows));
        foreach ((int first, int end) in bands)
        {
            PixelArea band = byRows ? area with { Y = area.Y + first, Height = end - first } : area with { X = area.X + first, Width = end - first };
            // Cut neither way: a sprite, and trimmed both ways, as a band is whenever it is taken.
            if ((bands.Count == 1 && isWhole) || depth == 0) found.Add(band);
            else Cut(isDrawn, stride, band, !byRows, bands.Count == 1, depth - 1, found);
        }
    }

    /// <summary>Whether anything is drawn in each row, or column, of an area.</summary>
    private static bool[] Profile(bool[] isDrawn, int stride, PixelArea area, bool byRows)
    {
        bool[] profile = new bool[byRows ? area.Height : area.Width];
        for (int y = 0; y < area.Height; y++)
        {
            ReadOnlySpan<bool> row = isDrawn.AsSpan(((area.Y + y) * stride) + area.X, area.Width);
            if (byRows)
            {
                profile[y] = row.Contains(true);
                continue;
            }

            for (int x = 0; x < row.Length; x++) profile[x] |= row[x];
        }

        return profile;
    }

    /// <summary>The stretches that gaps part.</summary>
    private List<(int First, int End)> Bands(bool[] profile)
    {
        var bands = new List<(int First, int End)>();
        for (int i = 0; i < profile.Length; i++)
        {
            if (!profile[i]) continue;
            if (bands.Count > 0 && i - bands[^1].End < _gap) bands[^1] = (bands[^1].First, i + 1);
            else bands.Add((i, i + 1));
        }

        return bands;
    }
}
