namespace PixelGpt.Models.Embeddings;

/// <summary>The token of the row.</summary>
internal sealed class TokenIndex : IColorIndex
{
    public int Of(in TokenRows rows, int row) => rows.Tokens[row];
}
