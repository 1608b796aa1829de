using PixelGpt.Models;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Editing;

/// <summary>The sizes of pictures that a model draws.</summary>
/// <param name="Min">The minimum width and height; smaller pictures get a margin of background.</param>
/// <param name="MaxWidth">The maximum width.</param>
/// <param name="MaxHeight">The maximum height.</param>
internal sealed record ModelSizes(int Min, int MaxWidth, int MaxHeight)
{
    /// <summary>Returns the sizes of a model.</summary>
    public static ModelSizes Of(ModelLease lease)
    {
        TransformerDescription description = lease.Model.Config.Description;
        if (description.MaxImageSize is > 0 and int side) return new ModelSizes(lease.MinSize, side, side);
        int square = (int)Math.Sqrt(description.MaxPositions);
        return lease.Model.Config.ImageSize is (int width, int height) ? new ModelSizes(1, width, height) : new ModelSizes(1, square, square);
    }
}
