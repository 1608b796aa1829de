namespace PixelGpt.Imaging.Cutting;

/// <summary>Cuts a sprite sheet into tiles of one size. Incomplete tiles at the right and bottom edges are ignored.</summary>
public sealed class GridCutter : ISheetCutter
{
    /// <summary>Maximum number of tiles of a sheet.</summary>
    public const int MaxTiles = 1 << 20;

    private readonly (int Width, int Height) _tile;
    private readonly int _margin;
    private readonly int _spacing;

    /// <summary>Creates a cutter. All sizes are in pixels of the sheet.</summary>
    /// <param name="tile">Size of a tile.</param>
    /// <param name="margin">Number of pixels to the left of and above the first tile.</param>
    /// <param name="spacing">Number of pixels between two tiles.</param>
    /// <exception cref="InputException">A side of the tile is not positive, or margin or spacing is not between 0 and 4096.</exception>
    public GridCutter((int Width, int Height) tile, int margin = 0, int spacing = 0)
    {
        if (tile.Width < 1 || tile.Height < 1) throw new InputException($"tile must be at least 1×1 pixels (got {tile.Width}×{tile.Height})");
        InputException.Check(margin is >= 0 and <= 4096, "margin", margin, "0 to 4096");
        InputException.Check(spacing is >= 0 and <= 4096, "spacing", spacing, "0 to 4096");
        (_tile, _margin, _spacing) = (tile, margin, spacing);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PixelArea> Cut(PixelImage sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        int columns = Count(sheet.Width, _tile.Width), rows = Count(sheet.Height, _tile.Height);
        if (columns < 1 || rows < 1) throw new InputException($"no tile of {_tile.Width}×{_tile.Height} fits into a sheet of {sheet.Width}×{sheet.Height} pixels with a margin of {_margin}");
        if ((long)columns * rows > MaxTiles) throw new InputException($"the sheet has {columns}×{rows} tiles; the maximum is {MaxTiles}; use larger tiles");
        return [.. Enumerable.Range(0, columns * rows).Select(i => new PixelArea(
            _margin + (i % columns * (_tile.Width + _spacing)), _margin + (i / columns * (_tile.Height + _spacing)), _tile.Width, _tile.Height))];
    }

    private int Count(int side, int tile) => side - _margin < tile ? 0 : (side - _margin + _spacing) / (tile + _spacing);
}
