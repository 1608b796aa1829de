namespace PixelGpt.Imaging.Cutting;

/// <summary>Cuts a sheet into tiles of one size. What is left over on the right and below is no tile.</summary>
public sealed class GridCutter : ISheetCutter
{
    /// <summary>The most tiles that a sheet is cut into.</summary>
    public const int MaxTiles = 1 << 20;

    private readonly (int Width, int Height) _tile;
    private readonly int _margin;
    private readonly int _spacing;

    /// <summary>Describes a grid, in the sheet's own pixels.</summary>
    /// <param name="tile">The size of a tile.</param>
    /// <param name="margin">Pixels on the left and above, before the first tile.</param>
    /// <param name="spacing">Pixels between two tiles.</param>
    /// <exception cref="InputException">A side is not positive, or margin or spacing are negative or over 4096.</exception>
    public GridCutter((int Width, int Height) tile, int margin = 0, int spacing = 0)
    {
        if (tile.Width < 1 || tile.Height < 1) throw new InputException($"a tile of {tile.Width}×{tile.Height} pixels has no area");
        if (margin is < 0 or > 4096) throw new InputException($"margin is {margin}; it must be 0 to 4096");
        if (spacing is < 0 or > 4096) throw new InputException($"spacing is {spacing}; it must be 0 to 4096");
        (_tile, _margin, _spacing) = (tile, margin, spacing);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PixelArea> Cut(PixelImage sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        int columns = Count(sheet.Width, _tile.Width), rows = Count(sheet.Height, _tile.Height);
        if (columns < 1 || rows < 1) throw new InputException($"no tile of {_tile.Width}×{_tile.Height} fits a sheet of {sheet.Width}×{sheet.Height} pixels with a margin of {_margin}");
        if ((long)columns * rows > MaxTiles) throw new InputException($"{columns}×{rows} tiles are over the limit of {MaxTiles}; make them larger");
        return [.. Enumerable.Range(0, columns * rows).Select(i => new PixelArea(
            _margin + (i % columns * (_tile.Width + _spacing)), _margin + (i / columns * (_tile.Height + _spacing)), _tile.Width, _tile.Height))];
    }

    private int Count(int side, int tile) => side - _margin < tile ? 0 : (side - _margin + _spacing) / (tile + _spacing);
}
