namespace PixelGpt.Models.Embeddings;

/// <summary>The position of the row in its sequence.</summary>
internal sealed class PositionIndex : IRowIndex
{
    public int Of(in TokenRows rows, int row) => rows.Positions[row];
}
