namespace PixelGpt.Models.Embeddings;

/// <summary>How far the picture was moved in one direction.</summary>
/// <param name="maxShift">Maximum number of pixels.</param>
/// <param name="isVertical">Whether the direction is vertical.</param>
internal sealed class ShiftIndex(int maxShift, bool isVertical) : IRowIndex
{
    /// <summary>The number of indices.</summary>
    public int Count => (2 * maxShift) + 1;

    public int Of(in TokenRows rows, int row)
    {
        PictureContext picture = rows.Picture(row);
        return maxShift + (isVertical ? picture.ShiftY : picture.ShiftX);
    }
}
