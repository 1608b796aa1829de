namespace PixelGpt.Import;

/// <summary>A picture that was not imported because of its size.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Width">Width of the picture in pixels.</param>
/// <param name="Height">Height of the picture in pixels.</param>
public readonly record struct SkippedPicture(string Path, int Width, int Height)
{
    /// <summary>Why the picture was skipped.</summary>
    public string Reason => Math.Min(Width, Height) < Data.SpriteDataset.MinMixedSide
        ? $"smaller than {Data.SpriteDataset.MinMixedSide}×{Data.SpriteDataset.MinMixedSide} pixels"
        : $"larger than {Data.SpriteDataset.MaxMixedSide}×{Data.SpriteDataset.MaxMixedSide} pixels";
}
