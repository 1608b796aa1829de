namespace PixelGpt.Import;

/// <summary>A picture file to import.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="IsSheet">Whether the file is a sprite sheet to be cut.</param>
public readonly record struct PictureFile(string Path, bool IsSheet)
{
    /// <summary>The positions of the sprites of a sheet; null if the sheet is cut by a cutter.</summary>
    internal Atlas? Atlas { get; init; }

    /// <summary>The bytes of the picture, if it is not in a file of its own, such as one in a parquet file; <see cref="Path"/> is then its place in messages.</summary>
    internal ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>The split that the data set of the picture has it in: train, dev or test; null if the import divides the pictures.</summary>
    internal string? Split { get; init; }
}
