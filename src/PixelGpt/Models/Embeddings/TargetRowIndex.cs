namespace PixelGpt.Models.Embeddings;

/// <summary>The row, in the picture, of the pixel to be predicted.</summary>
/// <param name="size">Size of the model's pictures.</param>
internal sealed class TargetRowIndex(PictureSizes size) : IRowIndex
{
    /// <summary>The number of indices.</summary>
    public int Count => size.MaxHeight;

    // The last position predicts no pixel of the picture; its index only has to be valid.
    public int Of(in TokenRows rows, int row) => Math.Min(rows.Target(row, size).Y, Count - 1);
}
