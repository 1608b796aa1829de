namespace PixelGpt.Imaging.Cutting;

/// <summary>A way to find the sprites of a sprite sheet.</summary>
public interface ISheetCutter
{
    /// <summary>Where the sprites are, row by row.</summary>
    /// <exception cref="InputException">The sheet cannot be cut so.</exception>
    IReadOnlyList<PixelArea> Cut(PixelImage sheet);
}
