namespace PixelGpt.Models.Embeddings;

/// <summary>The number of columns to the right of the pixel to be predicted.</summary>
/// <param name="size">Size of the model's pictures.</param>
internal sealed class ColumnsLeftIndex(PictureSizes size) : IRowIndex
{
    /// <summary>The number of indices.</summary>
    public int Count => size.MaxWidth;

    public int Of(in TokenRows rows, int row) => size.WidthOf(rows.Picture(row)) - 1 - rows.Target(row, size).X;
}
