namespace PixelGpt.Models.Embeddings;

/// <summary>The row, in the picture, of the pixel to be predicted.</summary>
/// <param name="width">Width of the picture.</param>
/// <param name="maxPositions">Maximum number of positions of a sequence.</param>
internal sealed class TargetRowIndex(int width, int maxPositions) : IRowIndex
{
    /// <summary>The number of indices.</summary>
    public int Count { get; } = TargetPixel.Of(maxPositions - 2, width).Y + 1;

    // The last position predicts no pixel of the picture; its index only has to be valid.
    public int Of(in TokenRows rows, int row) => Math.Min(TargetPixel.Of(rows.Positions[row], width).Y, Count - 1);
}
