using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>Brings the pictures of a file to the sizes that sprites may have.</summary>
internal interface IPictureFitter
{
    /// <summary>The number of pictures whose upscaling was undone.</summary>
    int Reduced { get; }

    /// <summary>The number of pictures that were shrunk by a filter.</summary>
    int Resampled { get; }

    /// <summary>The number of pictures that were smaller than the sprite size and were centred.</summary>
    int Centered { get; }

    /// <summary>The pictures that were skipped; null if no picture can be.</summary>
    IReadOnlyList<SkippedPicture>? Skipped { get; }

    /// <summary>Returns the pictures of a file in the sizes of sprites; null for a picture that is skipped.</summary>
    /// <param name="cut">The pictures.</param>
    /// <param name="path">Path of the file.</param>
    IEnumerable<PixelImage?> Fit(ExtractedSprites cut, string path);
}
