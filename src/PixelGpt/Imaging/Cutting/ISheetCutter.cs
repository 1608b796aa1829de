namespace PixelGpt.Imaging.Cutting;

/// <summary>A method to find the sprites of a sprite sheet.</summary>
public interface ISheetCutter
{
    /// <summary>Finds the sprites of a sheet.</summary>
    /// <param name="sheet">The sprite sheet.</param>
    /// <returns>The areas of the sprites, row by row.</returns>
    /// <exception cref="InputException">The sheet cannot be cut with these settings.</exception>
    IReadOnlyList<PixelArea> Cut(PixelImage sheet);
}
