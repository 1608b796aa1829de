using PixelGpt.Numerics;

namespace PixelGpt.Models.Embeddings;

/// <summary>
/// The input of the first block: for each row of a pass, the sum of one embedding from each of several tables. Which
/// embedding a table contributes may depend on the row's token, its position and all earlier tokens of its sequence.
/// </summary>
/// <param name="hiddenSize">Hidden size, D.</param>
/// <param name="colorDropout">Probability that the embedding of a colour is left out of a row's sum in training.</param>
/// <param name="terms">The tables, and the index into each.</param>
internal sealed class InputEmbedding(int hiddenSize, float colorDropout, params (EmbeddingTable Table, IRowIndex Index)[] terms)
{
    /// <summary>The tables.</summary>
    public IEnumerable<EmbeddingTable> Tables => terms.Select(t => t.Table);

    /// <summary>Creates the input embedding that a description lists.</summary>
    /// <param name="description">Architecture.</param>
    /// <param name="factory">Creates the tables.</param>
    /// <param name="tokens">The token embedding.</param>
    public static InputEmbedding Create(TransformerDescription description, ParameterFactory factory, EmbeddingTable tokens)
    {
        ParameterNames names = description.Names;
        PictureSizes sizes = description.PictureSizes;
        List<(EmbeddingTable, IRowIndex)> terms = [(tokens, new TokenIndex())];
        if (description.LearnedPositions) terms.Add((factory.Table(names.PositionEmbedding, description.MaxPositions), new PositionIndex()));
        if (description.RowColumnEmbedding)
        {
            var row = new TargetRowIndex(sizes);
            var column = new TargetColumnIndex(sizes);
            terms.Add((factory.Table(names.RowEmbedding, row.Count), row));
            terms.Add((factory.Table(names.ColumnEmbedding, column.Count), column));
        }

        if (description.SizeEmbedding)
        {
            var rowsLeft = new RowsLeftIndex(sizes);
            var columnsLeft = new ColumnsLeftIndex(sizes);
            terms.Add((factory.Table(names.RowsLeftEmbedding, rowsLeft.Count), rowsLeft));
            terms.Add((factory.Table(names.ColumnsLeftEmbedding, columnsLeft.Count), columnsLeft));
        }

        if (description.AugmentationEmbedding)
        {
            var shiftX = new ShiftIndex(description.MaxShift, isVertical: false);
            var shiftY = new ShiftIndex(description.MaxShift, isVertical: true);
            terms.Add((factory.Table(names.OrientationEmbedding, OrientationIndex.Count), new OrientationIndex()));
            terms.Add((factory.Table(names.ShiftXEmbedding, shiftX.Count), shiftX));
            terms.Add((factory.Table(names.ShiftYEmbedding, shiftY.Count), shiftY));
        }

        if (description.Conditions > 0) terms.Add((factory.Table(names.ConditionEmbedding, description.Conditions), new ConditionIndex()));
        for (int i = 0; i < description.Neighbors.Length; i++)
        {
            EmbeddingTable table = factory.ColorTable(names.NeighborEmbedding, description.NeighborStates, i);
            terms.Add((table, new NeighborIndex(description.Neighbors[i], sizes, description.VocabularySize)));
        }

        return new InputEmbedding(description.HiddenSize, description.ColorDropout, [.. terms]);
    }

    /// <summary>Computes the input.</summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="rows">Tokens of the pass.</param>
    /// <param name="x">Receives the input of the first block [T, D].</param>
    public void Forward(in ForwardPass pass, in TokenRows rows, Span<float> x)
    {
        for (int term = 0; term < terms.Length; term++)
        {
            (EmbeddingTable table, IRowIndex index) = terms[term];
            Dropout dropout = DropoutOf(pass.Dropout, term);
            ReadOnlySpan<float> values = table.In(pass.Parameters);
            for (int row = 0; row < rows.Count; row++)
            {
                ReadOnlySpan<float> embedding = values.Slice(index.Of(rows, row) * hiddenSize, hiddenSize);
                Span<float> sum = x.Slice(row * hiddenSize, hiddenSize);
                if (IsDropped(dropout, row))
                {
                    if (term == 0) sum.Clear();
                }
                else if (term == 0) embedding.CopyTo(sum);
                else pass.Kernels.Add(embedding, sum);
            }
        }
    }

    /// <summary>Adds to the gradients of the tables.</summary>
    /// <param name="pass">Operands of the backward pass.</param>
    /// <param name="rows">Tokens of the forward pass.</param>
    /// <param name="dx">Gradient of the input [T, D].</param>
    public void Backward(in BackwardPass pass, in TokenRows rows, ReadOnlySpan<float> dx)
    {
        for (int term = 0; term < terms.Length; term++)
        {
            (EmbeddingTable table, IRowIndex index) = terms[term];
            Dropout dropout = DropoutOf(pass.Dropout, term);
            Span<float> gradient = table.Rows.In(pass.Gradients);
            for (int row = 0; row < rows.Count; row++)
            {
                if (!IsDropped(dropout, row)) pass.Kernels.Add(dx.Slice(row * hiddenSize, hiddenSize), gradient.Slice(index.Of(rows, row) * hiddenSize, hiddenSize));
            }
        }
    }

    /// <summary>The number of tables.</summary>
    public int Count => terms.Length;

    /// <summary>Writes the index into each table for each row, for devices that compute the input themselves.</summary>
    /// <param name="rows">Tokens of the pass.</param>
    /// <param name="dropout">Dropout masks; null for no dropout.</param>
    /// <param name="indices">Receives the indices; −1 for an embedding that is left out [T, tables].</param>
    public void WriteIndices(in TokenRows rows, DropoutContext? dropout, Span<int> indices)
    {
        for (int term = 0; term < terms.Length; term++)
        {
            Dropout mask = DropoutOf(dropout, term);
            for (int row = 0; row < rows.Count; row++) indices[(row * terms.Length) + term] = IsDropped(mask, row) ? -1 : terms[term].Index.Of(rows, row);
        }
    }

    /// <summary>Returns the dropout of a term: an embedding is dropped as a whole, and the others are not scaled.</summary>
    private Dropout DropoutOf(DropoutContext? dropout, int term) =>
        dropout is { } context && terms[term].Index is IColorIndex ? context.At(colorDropout, DropoutSites.Color(term)) : default;

    private static bool IsDropped(Dropout dropout, int row) => dropout.IsActive && dropout.Hash((uint)row) < dropout.Threshold;
}
