using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>
/// Keeps the size of each picture. The upscaling of pictures that are too large for a data set of mixed sizes is undone; pictures
/// that are still too large, or too small, are skipped.
/// </summary>
internal sealed class SizeKeeper : IPictureFitter
{
    private readonly List<SkippedPicture> _skipped = [];

    /// <inheritdoc/>
    public int Reduced { get; private set; }

    /// <inheritdoc/>
    public int Resampled => 0;

    /// <inheritdoc/>
    public int Centered => 0;

    /// <inheritdoc/>
    public IReadOnlyList<SkippedPicture> Skipped => _skipped;

    /// <inheritdoc/>
    public IEnumerable<PixelImage?> Fit(ExtractedSprites cut, string path)
    {
        int scale = cut.Sprites.Any(IsTooLarge) ? cut.ScaleToFit(SpriteDataset.MaxMixedSide, SpriteDataset.MaxMixedSide) : 1;
        foreach (PixelImage picture in cut.Sprites)
        {
            PixelImage sprite = PixelScale.Reduce(picture, scale);
            if (IsTooLarge(sprite) || Math.Min(sprite.Width, sprite.Height) < SpriteDataset.MinMixedSide)
            {
                _skipped.Add(new SkippedPicture(path, sprite.Width, sprite.Height));
                yield return null;
                continue;
            }

            if (scale > 1) Reduced++;
            yield return sprite;
        }
    }

    private static bool IsTooLarge(PixelImage picture) => Math.Max(picture.Width, picture.Height) > SpriteDataset.MaxMixedSide;
}
