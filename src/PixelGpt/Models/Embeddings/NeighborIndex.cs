namespace PixelGpt.Models.Embeddings;

/// <summary>The colour of an earlier pixel near the pixel to be predicted, or <paramref name="outside"/> if it is outside the picture.</summary>
/// <param name="offset">Offset from the pixel to be predicted; the pixel there must be earlier in raster order.</param>
/// <param name="size">Size of the model's pictures.</param>
/// <param name="outside">Index for pixels outside the picture.</param>
internal sealed class NeighborIndex(PixelOffset offset, PictureSizes size, int outside) : IColorIndex
{
    public int Of(in TokenRows rows, int row)
    {
        int width = size.WidthOf(rows.Picture(row));
        (int x, int y) = rows.Target(row, size);
        (x, y) = (x + offset.X, y + offset.Y);
        return x < 0 || x >= width || y < 0 ? outside : rows.History(row)[(y * width) + x];
    }
}
