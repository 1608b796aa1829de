namespace PixelGpt.Models.Embeddings;

/// <summary>
/// The colour of a pixel near the pixel to be predicted, <paramref name="outside"/> if it is outside the picture, or the next
/// index if it is not known yet.
/// </summary>
/// <param name="offset">Offset from the pixel to be predicted. In a model for raster order only, the pixel there must be earlier.</param>
/// <param name="size">Size of the model's pictures.</param>
/// <param name="outside">Index for pixels outside the picture.</param>
internal sealed class NeighborIndex(PixelOffset offset, PictureSizes size, int outside) : IColorIndex
{
    public int Of(in TokenRows rows, int row)
    {
        PictureContext picture = rows.Picture(row);
        int width = size.WidthOf(picture);
        (int x, int y) = rows.Target(row, size);
        (x, y) = (x + offset.X, y + offset.Y);
        return x < 0 || x >= width || y < 0 || y >= size.HeightOf(picture) ? outside : rows.KnownColor(row, (y * width) + x) ?? outside + 1;
    }
}
