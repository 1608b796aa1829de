namespace PixelGpt.Models.Embeddings;

/// <summary>Selects the row of an embedding table that is added to the input of a row of a pass.</summary>
internal interface IRowIndex
{
    /// <summary>Returns the index into the table.</summary>
    /// <param name="rows">Tokens of the pass.</param>
    /// <param name="row">Row of the pass.</param>
    int Of(in TokenRows rows, int row);
}
