namespace PixelGpt.Imaging.Cutting;

/// <summary>
/// Cuts a sprite sheet along its empty rows and columns. Rows that are empty over the full width separate bands; each band is
/// cut along its empty columns, and so on alternately until no part can be cut further (the XY cut of Nagy and Seth 1984).
/// Each sprite is as large as its non-empty pixels. A pixel is empty if it is less than half opaque; on a sheet without
/// transparency, if it has the background colour.
/// </summary>
public sealed class GapCutter : ISheetCutter
{
    /// <summary>Maximum number of alternating cuts. It bounds the work for sheets designed to be slow.</summary>
    private const int MaxDepth = 24;

    private readonly int _gap;
    private readonly Rgb _background;

    /// <summary>Creates a cutter.</summary>
    /// <param name="gap">Minimum number of consecutive empty rows or columns between two sprites; smaller gaps are part of a sprite.</param>
    /// <param name="background">Colour of empty pixels on a sheet without transparency.</param>
    /// <exception cref="InputException">The gap is not between 1 and 4096 pixels.</exception>
    public GapCutter(int gap, Rgb background)
    {
        InputException.Check(gap is >= 1 and <= 4096, "gap-width", gap, "1 to 4096");
        (_gap, _background) = (gap, background);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PixelArea> Cut(PixelImage sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        bool[] isFilled = new bool[sheet.Pixels.Length];
        bool isOpaque = !sheet.HasTransparency();
        for (int i = 0; i < isFilled.Length; i++) isFilled[i] = isOpaque ? sheet.Pixels[i].Rgb != _background : sheet.Pixels[i].IsOpaque;
        var found = new List<PixelArea>();
        Cut(isFilled, sheet.Width, new PixelArea(0, 0, sheet.Width, sheet.Height), byRows: true, isWhole: false, MaxDepth, found);
        return found.Count <= GridCutter.MaxTiles ? found : throw new InputException($"the sheet has {found.Count} sprites; the maximum is {GridCutter.MaxTiles}");
    }

    /// <summary>Cuts an area and adds the sprites found in it.</summary>
    /// <param name="isFilled">For each pixel of the sheet, whether it is not empty.</param>
    /// <param name="stride">Width of the sheet.</param>
    /// <param name="area">Area to cut.</param>
    /// <param name="byRows">Whether to cut along empty rows instead of empty columns.</param>
    /// <param name="isWhole">Whether the area has no gaps in the other direction.</param>
    /// <param name="depth">Maximum number of further alternating cuts.</param>
    /// <param name="found">Receives the areas of the sprites.</param>
    private void Cut(bool[] isFilled, int stride, PixelArea area, bool byRows, bool isWhole, int depth, List<PixelArea> found)
    {
        List<(int First, int End)> bands = Bands(Profile(isFilled, stride, area, byRows));
        foreach ((int first, int end) in bands)
        {
            PixelArea band = byRows ? area with { Y = area.Y + first, Height = end - first } : area with { X = area.X + first, Width = end - first };
            // A band that cannot be cut in either direction is a sprite. It is trimmed in both directions, because bands are.
            if ((bands.Count == 1 && isWhole) || depth == 0) found.Add(band);
            else Cut(isFilled, stride, band, !byRows, bands.Count == 1, depth - 1, found);
        }
    }

    /// <summary>Returns for each row, or each column, of an area whether it has pixels that are not empty.</summary>
    private static bool[] Profile(bool[] isFilled, int stride, PixelArea area, bool byRows)
    {
        bool[] profile = new bool[byRows ? area.Height : area.Width];
        for (int y = 0; y < area.Height; y++)
        {
            ReadOnlySpan<bool> row = isFilled.AsSpan(((area.Y + y) * stride) + area.X, area.Width);
            if (byRows)
            {
                profile[y] = row.Contains(true);
                continue;
            }

            for (int x = 0; x < row.Length; x++) profile[x] |= row[x];
        }

        return profile;
    }

    /// <summary>Returns the ranges between the gaps.</summary>
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
