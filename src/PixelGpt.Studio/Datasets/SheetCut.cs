using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Cutting;
using PixelGpt.Import;

namespace PixelGpt.Studio.Datasets;

/// <summary>How the sprite sheets of an upload are cut.</summary>
/// <param name="Tile">The size of the tiles; null to cut at gaps.</param>
/// <param name="IsAutomatic">Whether sheets are recognised; otherwise every picture is one, or none if <paramref name="IsOff"/>.</param>
/// <param name="IsOff">Whether nothing is cut.</param>
internal sealed record SheetCut((int Width, int Height)? Tile, bool IsAutomatic, bool IsOff)
{
    /// <summary>Parses the text of a request.</summary>
    /// <exception cref="InputException">It is neither auto, gaps, none nor a size.</exception>
    public static SheetCut Parse(string text) => text switch
    {
        "auto" => new SheetCut(null, true, false),
        "gaps" => new SheetCut(null, false, false),
        "none" => new SheetCut(null, false, true),
        _ => new SheetCut(SpriteSize.Parse(text, "cut (auto, gaps, none or a size such as 16x16)"), false, false),
    };

    /// <summary>Returns the cutter.</summary>
    /// <param name="background">The colour between sprites if nothing is transparent.</param>
    public ISheetCutter Cutter(Rgb background) => Tile is { } tile ? new GridCutter(tile) : new GapCutter(1, background);

    /// <summary>Returns whether a picture is cut.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="background">The colour between sprites if nothing is transparent.</param>
    public bool IsSheet(PictureContent picture, Rgb background)
    {
        if (!IsAutomatic) return !IsOff;
        PixelImage reduced = PixelScale.Reduce(picture.Frames[0], PixelScale.Of(picture.Frames[0]));
        return Math.Max(reduced.Width, reduced.Height) > SpriteDataset.MaxMixedSide || UncutSheet.CountSprites(reduced, background) is not null;
    }
}
