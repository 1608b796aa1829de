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

    /// <summary>Cuts a picture if its file is a sprite sheet.</summary>
    /// <exception cref="InputException">The sheet cannot be cut, or is given as a sprite that must be shrunk.</exception>
    public static ExtractedSprites Of(PixelImage picture, PictureFile file, ImportOptions options)
    {
        Rgb background = options.BackgroundColor;
        if (file.IsSheet && file.Atlas is null && options.Region is { } region) picture = InputException.Within(file.Path, () => CropTo(region, picture));
        bool hasTransparency = picture.HasTransparency(), isSheet = file.Atlas is not null || (file.IsSheet && options.Cutter is not null);
        int joined = hasTransparency ? 0 : OpaqueBackground.Join(picture, background);
        Rgb? keyColor = hasTransparency || options.Background is not null ? null : OpaqueBackground.KeyColor(picture, background);
        ExtractedSprites extracted = isSheet
            ? InputException.Within(file.Path, () => Cut(picture, file.Atlas, options.Cutter))
            : new ExtractedSprites([picture], PixelScale.Of(picture));
        string? note = isSheet
            ? DescribeCutOff(picture, file.Atlas is null ? options.Cutter : null, extracted.Sprites.Count, background)
            : InputException.Within(file.Path, () => extracted.DescribeUncut(keyColor ?? background, options.Size));
        return extracted with { HasTransparency = hasTransparency, Joined = joined, KeyColor = keyColor, Note = note is null ? null : $"{file.Path}: {note}" };
    }

    private static PixelImage CropTo(PixelArea region, PixelImage sheet)
    {
        bool isInside = region is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 } && (long)region.X + region.Width <= sheet.Width && (long)region.Y + region.Height <= sheet.Height;
        return isInside
            ? sheet.Crop(region)
            : throw new InputException($"the region {region.X},{region.Y},{region.Width}x{region.Height} is not completely inside the sheet of {sheet.Width}×{sheet.Height} pixels; check --region");
    }

    private static ExtractedSprites Cut(PixelImage picture, Atlas? atlas, ISheetCutter? cutter)
    {
        PixelImage[] sprites = atlas is null ? [.. cutter!.Cut(picture).Select(picture.Crop)] : [.. atlas.Frames.Select(frame => frame.CutFrom(picture))];
        int scale = 0;
        foreach (PixelImage sprite in sprites)
        {
            if (scale != 1) scale = PixelScale.Gcd(scale, PixelScale.Of(sprite));
        }

        return new ExtractedSprites(sprites, Math.Max(1, scale)) { Groups = atlas is null ? null : [.. atlas.Frames.Select(frame => frame.Group)] };
    }

    private static string? DescribeCutOff(PixelImage sheet, ISheetCutter? cutter, int complete, Rgb background)
    {
        if (cutter is not GridCutter grid) return null;
        (int tiles, int pixels) = grid.CutOff(sheet, background);
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
