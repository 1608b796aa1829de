namespace PixelGpt.Import;

/// <summary>A picture file to import.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="IsSheet">Whether the file is a sprite sheet to be cut.</param>
public readonly record struct PictureFile(string Path, bool IsSheet)
{
    /// <summary>The positions of the sprites of a sheet; null if the sheet is cut by a cutter.</summary>
    internal Atlas? Atlas { get; init; }
}
