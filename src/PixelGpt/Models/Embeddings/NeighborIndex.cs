namespace PixelGpt.Models.Embeddings;

/// <summary>The colour of an earlier pixel near the pixel to be predicted, or <paramref name="outside"/> if it is outside the picture.</summary>
/// <param name="offset">Offset from the pixel to be predicted; the pixel there must be earlier in raster order.</param>
/// <param name="width">Width of the picture.</param>
/// <param name="outside">Index for pixels outside the picture.</param>
internal sealed class NeighborIndex(PixelOffset offset, int width, int outside) : IRowIndex
{
    public int Of(in TokenRows rows, int row)
    {
        (int x, int y) = TargetPixel.Of(rows.Positions[row], width);
        (x, y) = (x + offset.X, y + offset.Y);
        return x < 0 || x >= width || y < 0 ? outside : rows.History(row)[(y * width) + x];
    }
}
