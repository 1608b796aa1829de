namespace PixelGpt.Models.Embeddings;

/// <summary>How the picture was rotated and mirrored: twice the number of quarter turns, plus 1 if it was mirrored.</summary>
internal sealed class OrientationIndex : IRowIndex
{
    /// <summary>The number of indices.</summary>
    public const int Count = 8;

    public int Of(in TokenRows rows, int row)
    {
        PictureContext picture = rows.Picture(row);
        return (2 * picture.Turns) + (picture.IsFlipped ? 1 : 0);
    }
}
