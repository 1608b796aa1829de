using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Inference;

/// <summary>The sizes of pictures that a model draws at once. Larger pictures are drawn in parts, and smaller ones with a margin.</summary>
/// <param name="MinWidth">The minimum width.</param>
/// <param name="MinHeight">The minimum height.</param>
/// <param name="MaxWidth">The maximum width.</param>
/// <param name="MaxHeight">The maximum height.</param>
internal sealed record ModelSizes(int MinWidth, int MinHeight, int MaxWidth, int MaxHeight)
{
    /// <summary>The maximum width and height of a picture that is drawn in parts.</summary>
    public const int MaxCanvasSide = SpriteDataset.MaxMixedSide;

    /// <summary>The maximum number of pixels that the model draws at once, in any shape; 0 if only width and height count.</summary>
    private int MaxPixels { get; init; }

    /// <summary>Returns the sizes of a model.</summary>
    public static ModelSizes Of(ModelLease lease)
    {
        ModelConfig config = lease.Model.Config;
        TransformerDescription description = config.Description;
        if (description.MaxImageSize is > 0 and int side) return new ModelSizes(lease.MinSize, lease.MinSize, side, side);
        int square = (int)Math.Sqrt(description.MaxPositions);
        (int width, int height) = config.ImageSize ?? (square, square);
        return description.ImageWidth > 0
            ? new ModelSizes(width, 1, width, description.MaxPositions / width)
            : new ModelSizes(1, 1, width, height) { MaxPixels = description.MaxPositions };
    }

    /// <summary>Returns whether the model draws a picture as it is, without parts or a margin.</summary>
    public bool Fits(int width, int height) =>
        MaxPixels > 0 ? (long)width * height <= MaxPixels : width >= MinWidth && width <= MaxWidth && height >= MinHeight && height <= MaxHeight;

    /// <summary>Checks that a picture can be drawn.</summary>
    /// <exception cref="InputException">The picture has no pixels, or is too large.</exception>
    public void Check(int width, int height)
    {
        if (width < 1 || height < 1) throw new InputException($"width and height must be at least 1 (got {width}×{height})");
        if (Fits(width, height) || Math.Max(width, height) <= MaxCanvasSide) return;
        throw new InputException($"a picture of {width}×{height} pixels is too large; pictures have at most {MaxCanvasSide}×{MaxCanvasSide} pixels, so use a part of it or a smaller size");
    }
}
