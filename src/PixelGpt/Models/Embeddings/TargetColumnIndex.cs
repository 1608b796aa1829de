namespace PixelGpt.Models.Embeddings;

/// <summary>The column of the pixel to be predicted.</summary>
/// <param name="size">Size of the model's pictures.</param>
internal sealed class TargetColumnIndex(PictureSizes size) : IRowIndex
{
    /// <summary>The number of indices.</summary>
    public int Count => size.MaxWidth;

    public int Of(in TokenRows rows, int row) => rows.Target(row, size).X;
}
