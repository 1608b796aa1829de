namespace PixelGpt.Models.Embeddings;

/// <summary>
/// The input of the first block: for each row of a pass, the sum of one embedding from each of several tables. Which
/// embedding a table contributes may depend on the row's token, its position and all earlier tokens of its sequence.
/// </summary>
/// <param name="hiddenSize">Hidden size, D.</param>
/// <param name="terms">The tables, and the index into each.</param>
internal sealed class InputEmbedding(int hiddenSize, params (EmbeddingTable Table, IRowIndex Index)[] terms)
{
    /// <summary>The tables.</summary>
    public IEnumerable<EmbeddingTable> Tables => terms.Select(t => t.Table);

    /// <summary>Computes the input.</summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="rows">Tokens of the pass.</param>
    /// <param name="x">Receives the input of the first block [T, D].</param>
    public void Forward(in ForwardPass pass, in TokenRows rows, Span<float> x)
    {
        foreach ((EmbeddingTable table, IRowIndex index) in terms)
        {
            ReadOnlySpan<float> values = table.In(pass.Parameters);
            bool isFirst = index == terms[0].Index;
            for (int row = 0; row < rows.Count; row++)
            {
                ReadOnlySpan<float> embedding = values.Slice(index.Of(rows, row) * hiddenSize, hiddenSize);
                if (isFirst) embedding.CopyTo(x[(row * hiddenSize)..]);
                else pass.Kernels.Add(embedding, x.Slice(row * hiddenSize, hiddenSize));
            }
        }
    }

    /// <summary>Adds to the gradients of the tables.</summary>
    /// <param name="pass">Operands of the backward pass.</param>
    /// <param name="rows">Tokens of the forward pass.</param>
    /// <param name="dx">Gradient of the input [T, D].</param>
    public void Backward(in BackwardPass pass, in TokenRows rows, ReadOnlySpan<float> dx)
    {
        foreach ((EmbeddingTable table, IRowIndex index) in terms)
        {
            Span<float> gradient = table.Weight.In(pass.Gradients);
            for (int row = 0; row < rows.Count; row++)
                pass.Kernels.Add(dx.Slice(row * hiddenSize, hiddenSize), gradient.Slice(index.Of(rows, row) * hiddenSize, hiddenSize));
        }
    }
}
