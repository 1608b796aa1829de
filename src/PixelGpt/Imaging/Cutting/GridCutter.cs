namespace PixelGpt.Imaging.Cutting;

/// <summary>Cuts a sprite sheet into tiles of one size. Incomplete tiles at the right and bottom edges are ignored.</summary>
public sealed class GridCutter : ISheetCutter
{
    /// <summary>Maximum number of tiles of a sheet.</summary>
    public const int MaxTiles = 1 << 20;

    private readonly (int Width, int Height) _tile;
    private readonly (int Horizontal, int Vertical) _margin;
    private readonly (int Horizontal, int Vertical) _spacing;

    /// <summary>Creates a cutter with the same margin and spacing in both directions. All sizes are in pixels of the sheet.</summary>
    /// <param name="tile">Size of a tile.</param>
    /// <param name="margin">Number of pixels to the left of and above the first tile.</param>
    /// <param name="spacing">Number of pixels between two tiles.</param>
    /// <exception cref="InputException">A side of the tile is not positive, or margin or spacing is not between 0 and 4096.</exception>
    public GridCutter((int Width, int Height) tile, int margin = 0, int spacing = 0)
        : this(tile, (margin, margin), (spacing, spacing))
    {
    }

    /// <summary>Creates a cutter. All sizes are in pixels of the sheet.</summary>
    /// <param name="tile">Size of a tile.</param>
    /// <param name="margin">Number of pixels to the left of the first tile, and above it.</param>
    /// <param name="spacing">Number of pixels between two tiles side by side, and one above the other.</param>
    /// <exception cref="InputException">A side of the tile is not positive, or margin or spacing is not between 0 and 4096.</exception>
    internal GridCutter((int Width, int Height) tile, (int Horizontal, int Vertical) margin, (int Horizontal, int Vertical) spacing)
    {
        if (tile.Width < 1 || tile.Height < 1) throw new InputException($"tile must be at least 1×1 pixels (got {tile.Width}×{tile.Height})");
        foreach (int side in (int[])[margin.Horizontal, margin.Vertical]) InputException.Check(side is >= 0 and <= 4096, "margin", side, "0 to 4096");
        foreach (int side in (int[])[spacing.Horizontal, spacing.Vertical]) InputException.Check(side is >= 0 and <= 4096, "spacing", side, "0 to 4096");
        (_tile, _margin, _spacing) = (tile, margin, spacing);
    }

    /// <inheritdoc/>
    public IReadOnlyList<PixelArea> Cut(PixelImage sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        (int columns, int rows) = CountTiles(sheet);
        if (columns < 1 || rows < 1) throw new InputException($"no tile of {_tile.Width}×{_tile.Height} fits into a sheet of {sheet.Width}×{sheet.Height} pixels with a margin of {MarginText}");
        if ((long)columns * rows > MaxTiles) throw new InputException($"the sheet has {columns}×{rows} tiles; the maximum is {MaxTiles}; use larger tiles");
        return [.. Enumerable.Range(0, columns * rows).Select(i => new PixelArea(Left(i % columns), Top(i / columns), _tile.Width, _tile.Height))];
    }

    /// <summary>Counts the tiles that are incomplete at the right and bottom edges and have drawn pixels, and these pixels.</summary>
    /// <param name="sheet">The sprite sheet.</param>
    /// <param name="background">Colour of pixels that are not drawn on a sheet without transparency; those of the colour of the top left pixel are not drawn either.</param>
    internal (int Tiles, int Pixels) CutOff(PixelImage sheet, Rgb background)
    {
        (int columns, int rows) = CountTiles(sheet);
        int tiles = 0, pixels = 0;
        bool hasTransparency = sheet.HasTransparency();
        Rgb corner = sheet[0, 0].Rgb;
        for (int row = 0; Top(row) < sheet.Height; row++)
        {
            // Complete tiles are in the first columns of the first rows.
            for (int column = row < rows ? columns : 0; Left(column) < sheet.Width; column++)
            {
                int drawn = 0;
                for (int y = Top(row); y < Math.Min(sheet.Height, Top(row) + _tile.Height); y++)
                {
                    foreach (Rgba pixel in sheet.Row(y)[Left(column)..Math.Min(sheet.Width, Left(column) + _tile.Width)])
                    {
                        if (hasTransparency ? pixel.IsOpaque : pixel.Rgb != background && pixel.Rgb != corner) drawn++;
                    }
                }

                if (drawn > 0) tiles++;
                pixels += drawn;
            }
        }

        return (tiles, pixels);
    }

    private int Left(int column) => _margin.Horizontal + (column * (_tile.Width + _spacing.Horizontal));

    private int Top(int row) => _margin.Vertical + (row * (_tile.Height + _spacing.Vertical));

    private string MarginText => _margin.Horizontal == _margin.Vertical ? $"{_margin.Horizontal}" : $"{_margin.Horizontal},{_margin.Vertical}";

    private (int Columns, int Rows) CountTiles(PixelImage sheet) =>
        (Count(sheet.Width, _tile.Width, _margin.Horizontal, _spacing.Horizontal), Count(sheet.Height, _tile.Height, _margin.Vertical, _spacing.Vertical));

    private static int Count(int side, int tile, int margin, int spacing) => side - margin < tile ? 0 : (side - margin + spacing) / (tile + spacing);
}
