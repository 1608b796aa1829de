namespace PixelGpt.Models.Embeddings;

/// <summary>What augmentations of a program tell the model about the picture.</summary>
internal sealed class ConditionIndex : IRowIndex
{
    public int Of(in TokenRows rows, int row) => rows.Picture(row).Condition;
}
