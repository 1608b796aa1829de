namespace PixelGpt.Data.Sources;

/// <summary>Makes a data set of tables, one per split, whose rows are lists of palette indices. The rows of test may be partial.</summary>
internal static class IndexedTable
{
    /// <summary>Makes a data set.</summary>
    /// <param name="name">Name of the data set.</param>
    /// <param name="palette">The palette.</param>
    /// <param name="given">The splits of the tables.</param>
    /// <param name="tables">For each split of <paramref name="given"/>, its place in error messages and its rows.</param>
    /// <param name="options">Size and splits.</param>
    /// <exception cref="InputException">A row is not a sprite, or the splits do not fit.</exception>
    public static SpriteDataset ToDataset(string name, Palette palette, GivenSplits given, IReadOnlyDictionary<string, (string Where, IReadOnlyList<IndexedRow> Rows)> tables, SourceOptions options)
    {
        (string where, IReadOnlyList<IndexedRow> train) = tables[SpriteDataset.Train];
        if (train.Count == 0) throw new InputException($"{where}: the split has no rows");
        if (options.Size is not null && train[0].Size is not null) throw new InputException($"--size cannot be given for {name}, because the data set states the size of its sprites");
        (int Width, int Height)? common = train[0].Size is null ? SpriteSize.Of(train[0].Pixels.Length, options.Size, $"{where}, row 0") : null;
        var sprites = tables.ToDictionary(
            t => t.Key,
            t => (IReadOnlyList<Sprite>)[.. t.Value.Rows.Select((row, i) => ToSprite(row, common, t.Key == SpriteDataset.Test, $"{t.Value.Where}, row {i}"))]);
        IReadOnlyList<KeyValuePair<string, IReadOnlyList<Sprite>>> splits = given.Complete(sprites, options.Splits, out string? note);
        string[] notes = note is null ? [] : [note];
        return common is (int width, int height) ? new SpriteDataset(name, palette, width, height, splits) { Notes = notes } : new SpriteDataset(name, palette, splits) { Notes = notes };
    }

    /// <summary>Makes a palette of rows of three numbers.</summary>
    /// <param name="colors">The rows.</param>
    /// <param name="where">Place of the rows in error messages.</param>
    /// <exception cref="InputException">A row is not three numbers from 0 to 255.</exception>
    public static Palette ToPalette(IReadOnlyList<int[]> colors, string where)
    {
        for (int row = 0; row < colors.Count; row++)
        {
            if (colors[row].Length != 3) throw new InputException($"{where}, row {row}: expected three numbers 0–255 (got {colors[row].Length} numbers)");
            foreach (int channel in colors[row])
            {
                if (channel is < 0 or > 255) throw new InputException($"{where}, row {row}: expected three numbers 0–255 (got {channel})");
            }
        }

        return new Palette(colors.Select(c => new Imaging.Rgb((byte)c[0], (byte)c[1], (byte)c[2])));
    }

    private static Sprite ToSprite(IndexedRow row, (int Width, int Height)? common, bool mayBePartial, string where)
    {
        (int width, int height) = row.Size ?? common ?? throw new InputException($"{where}: the size of the sprite is missing");
        if (width is < 1 or > SpriteSize.MaxSide || height is < 1 or > SpriteSize.MaxSide) throw new InputException($"{where}: each side of a sprite must be 1 to {SpriteSize.MaxSide} pixels (got {width}×{height})");
        int area = width * height;
        if (row.Pixels.Length == 0 || row.Pixels.Length > area || (row.Pixels.Length < area && !mayBePartial))
            throw new InputException($"{where}: expected {area} pixels for a sprite of {width}×{height} (got {row.Pixels.Length})");
        return new Sprite(width, height, row.Pixels);
    }
}
