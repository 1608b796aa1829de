namespace PixelGpt.Models.Embeddings;

/// <summary>The column of the pixel to be predicted.</summary>
/// <param name="width">Width of the picture.</param>
internal sealed class TargetColumnIndex(int width) : IRowIndex
{
    public int Of(in TokenRows rows, int row) => TargetPixel.Of(rows.Positions[row], width).X;
}
