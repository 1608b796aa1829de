using PixelGpt.Imaging;
using PixelGpt.Imaging.Cutting;

namespace PixelGpt.Import;

/// <summary>The sprites of a picture file in their original size.</summary>
/// <param name="Sprites">The sprites.</param>
/// <param name="Scale">Factor by which all of them were upscaled.</param>
internal sealed record ExtractedSprites(IReadOnlyList<PixelImage> Sprites, int Scale)
{
    /// <summary>Whether the background of the file is transparent.</summary>
    public bool HasTransparency { get; init; }

    /// <summary>For each sprite, the group that stays in one split, or null; null if the file has no groups.</summary>
    public IReadOnlyList<string?>? Groups { get; init; }

    /// <summary>The number of pixels that joined the background because their colours are almost the same.</summary>
    public int Joined { get; init; }

    /// <summary>The colour of the corners of the file, if it may be its background colour; null otherwise.</summary>
    public Rgb? KeyColor { get; init; }

    /// <summary>What was left out of the file or may be wrong with it; null if nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Cuts the frames of a picture if its file is a sprite sheet.</summary>
    /// <exception cref="InputException">The sheet cannot be cut, or is given as a sprite that must be shrunk.</exception>
    public static ExtractedSprites Of(PictureContent picture, PictureFile file, ImportOptions options)
    {
        Rgb background = options.BackgroundColor;
        IReadOnlyList<PixelImage> frames = file.IsSheet && file.Atlas is null && options.Region is { } region
            ? InputException.Within(file.Path, () => (PixelImage[])[.. picture.Frames.Select(frame => CropTo(region, frame))])
            : picture.Frames;
        bool hasTransparency = frames.Any(frame => frame.HasTransparency()), isSheet = file.Atlas is not null || (file.IsSheet && options.Cutter is not null);
        int joined = hasTransparency ? 0 : frames.Sum(frame => OpaqueBackground.Join(frame, background));
        Rgb? keyColor = hasTransparency || options.Background is not null ? null : OpaqueBackground.KeyColor(frames[0], background);
        ISheetCutter? cutter = isSheet && file.Atlas is null ? options.Cutter : null;
        (PixelImage Sprite, string? Group)[] cut = isSheet
            ? InputException.Within(file.Path, () => ((PixelImage, string?)[])[.. frames.SelectMany((frame, i) => Cut(frame, file, cutter, GroupOf(picture, file, i)))])
            : [.. frames.Select((frame, i) => (frame, GroupOf(picture, file, i)))];
        int scale = 0;
        foreach ((PixelImage sprite, _) in cut)
        {
            if (scale != 1) scale = PixelScale.Gcd(scale, PixelScale.Of(sprite));
        }

        var extracted = new ExtractedSprites([.. cut.Select(c => c.Sprite)], Math.Max(1, scale)) { Groups = cut.Any(c => c.Group is not null) ? [.. cut.Select(c => c.Group)] : null };
        string? note = isSheet ? DescribeCutOff(frames, cutter, cut.Length, background) : InputException.Within(file.Path, () => extracted.DescribeUncut(keyColor ?? background, options.Size));
        return extracted with { HasTransparency = hasTransparency, Joined = joined, KeyColor = keyColor, Note = note is null ? null : $"{file.Path}: {note}" };
    }

    /// <summary>Returns the group of a frame: frames of one animation stay in one split.</summary>
    private static string? GroupOf(PictureContent picture, PictureFile file, int frame)
    {
        if (picture.Frames.Count == 1) return null;
        return picture.Tags?[frame] is { } tag ? $"{file.Path}: #{tag}" : file.Path;
    }

    private static PixelImage CropTo(PixelArea region, PixelImage sheet)
    {
        bool isInside = region is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 } && (long)region.X + region.Width <= sheet.Width && (long)region.Y + region.Height <= sheet.Height;
        return isInside
            ? sheet.Crop(region)
            : throw new InputException($"the region {region.X},{region.Y},{region.Width}x{region.Height} is not completely inside the sheet of {sheet.Width}×{sheet.Height} pixels; check --region");
    }

    private static IEnumerable<(PixelImage Sprite, string? Group)> Cut(PixelImage sheet, PictureFile file, ISheetCutter? cutter, string? group)
    {
        if (file.Atlas is { } atlas) return atlas.Frames.Select(frame => (frame.CutFrom(sheet), (string?)frame.Group));

        // A tile at the same position of every frame is one sprite in motion, which is not so certain for sprites between gaps.
        return cutter!.Cut(sheet).Select((area, tile) => (sheet.Crop(area), group is not null && cutter is GridCutter ? $"{group}, tile {tile}" : group));
    }

    private static string? DescribeCutOff(IReadOnlyList<PixelImage> sheets, ISheetCutter? cutter, int complete, Rgb background)
    {
        if (cutter is not GridCutter grid) return null;
        (int tiles, int pixels) = (0, 0);
        foreach (PixelImage sheet in sheets)
        {
            (int incomplete, int drawn) = grid.CutOff(sheet, background);
            (tiles, pixels) = (tiles + incomplete, pixels + drawn);
        }

        return tiles == 0 ? null : $"{complete} of {complete + tiles} tiles were cut; the other {tiles} are incomplete at the right and bottom edges, and their {pixels} drawn pixels were left out; check --tile, --margin and --spacing";
    }

    /// <summary>Describes a picture that seems to be a sheet, which is an error if its sprites would be shrunk to one.</summary>
    private string? DescribeUncut(Rgb background, (int Width, int Height)? size)
    {
        PixelImage picture = PixelScale.Reduce(Sprites[0], Scale);
        if (UncutSheet.CountSprites(picture, background) is not { } count) return null;
        string what = $"this seems to be a sheet of {count} sprites; cut it with --tile WxH or --gaps";
        bool isShrunk = size is (int width, int height) && (picture.Width > width || picture.Height > height);
        return isShrunk ? throw new InputException(what) : $"{what}; it was imported as one sprite";
    }

    /// <summary>
    /// Returns the smallest divisor of <see cref="Scale"/> by which all sprites can be reduced to fit a size, or
    /// <see cref="Scale"/> if none is large enough. The smallest is used because sprites may be drawn in blocks.
    /// </summary>
    public int ScaleToFit(int width, int height)
    {
        bool Fits(int scale) => Sprites.All(s => s.Width <= scale * width && s.Height <= scale * height);
        return Enumerable.Range(1, Scale).FirstOrDefault(scale => Scale % scale == 0 && Fits(scale), Scale);
    }
}
