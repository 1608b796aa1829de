namespace PixelGpt.Models.Embeddings;

/// <summary>Whether the picture was mirrored: 1 if so, otherwise 0.</summary>
internal sealed class FlipIndex : IRowIndex
{
    /// <summary>The number of indices.</summary>
    public const int Count = 2;

    public int Of(in TokenRows rows, int row) => rows.Picture(row).IsFlipped ? 1 : 0;
}
