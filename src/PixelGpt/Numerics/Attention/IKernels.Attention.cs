namespace PixelGpt.Numerics;

internal partial interface IKernels
{
    /// <summary>Computes the attention scores q·keys of the columns that each row attends to; masked scores are undefined.</summary>
    /// <param name="q">Queries [rows, n].</param>
    /// <param name="keys">Transposed keys, packed [n, at least columns].</param>
    /// <param name="mask">The causal mask of the rows.</param>
    /// <param name="scores">Scores [rows, columns].</param>
    void CausalScores(ReadOnlyMatrixSpan q, PackedMatrix keys, CausalMask mask, MatrixSpan scores);

    /// <summary>Computes weights·values (+ output).</summary>
    /// <param name="weights">Attention weights [rows, columns], 0 where masked.</param>
    /// <param name="values">Values, packed [columns, n].</param>
    /// <param name="mask">The causal mask of the rows.</param>
    /// <param name="accumulate">Whether to add to the output instead of overwriting it.</param>
    /// <param name="output">Output [rows, n].</param>
    void CausalWeightedSum(ReadOnlyMatrixSpan weights, PackedMatrix values, CausalMask mask, bool accumulate, MatrixSpan output);

    /// <summary>Adds weightsᵀ·rows to <paramref name="sums"/>.</summary>
    /// <param name="weights">Attention weights or their gradients [rows, columns], 0 where masked.</param>
    /// <param name="rows">Matrix [rows, n] with column stride 1.</param>
    /// <param name="mask">The causal mask of the rows.</param>
    /// <param name="sums">Sums [columns, n].</param>
    void CausalWeightedSumTransposed(ReadOnlyMatrixSpan weights, ReadOnlyMatrixSpan rows, CausalMask mask, MatrixSpan sums);

    /// <summary>
    /// Replaces attention scores of one head by attention weights: dropout(softmax(scale · scores)), and 0 where masked.
    /// </summary>
    /// <param name="scores">Scores [rows, columns], then weights. Rows are padded to whole vectors.</param>
    /// <param name="options">Mask, scale and dropout.</param>
    /// <param name="logSumExp">Log-sum-exp of each row's scaled scores [rows], needed by <see cref="CausalSoftmaxBackward"/>.</param>
    void CausalSoftmax(MatrixSpan scores, in CausalSoftmaxOptions options, Span<float> logSumExp);

    /// <summary>
    /// Computes the gradients of <see cref="CausalSoftmax"/> in place. The scores become the weights of the forward pass, and
    /// the weights' gradients become those of the scores: scale · softmax · (dropout(dWeights) − rowDots).
    /// </summary>
    /// <param name="scores">Scores of the forward pass [rows, columns], then weights. Rows are padded to whole vectors.</param>
    /// <param name="dWeights">Gradients of the weights, then of the scores, with the same shape and padding.</param>
    /// <param name="options">Mask, scale and dropout of the forward pass.</param>
    /// <param name="logSumExp">Log-sum-exp from the forward pass [rows].</param>
    /// <param name="rowDots">Σ weights · dWeights of each row [rows].</param>
    void CausalSoftmaxBackward(MatrixSpan scores, MatrixSpan dWeights, in CausalSoftmaxOptions options, ReadOnlySpan<float> logSumExp, ReadOnlySpan<float> rowDots);

    /// <summary>
    /// Computes attention of one new position over its KV cache, which already contains that position: for each query
    /// head, the weights as in <see cref="CausalSoftmax"/> and the weighted sum of the values.
    /// </summary>
    /// <param name="queries">Queries of the position [heads · head size].</param>
    /// <param name="past">KV cache; each of its heads has the same number of query heads.</param>
    /// <param name="count">Number of cached positions.</param>
    /// <param name="window">Size of the sliding window; <see cref="int.MaxValue"/> for none.</param>
    /// <param name="scale">Factor of the scores before the softmax.</param>
    /// <param name="scratch">Temporary memory: for each query head, <paramref name="count"/> rounded up to whole blocks.</param>
    /// <param name="output">Output [heads · head size].</param>
    void AttendCached(ReadOnlySpan<float> queries, KeyValueCacheSpan past, int count, int window, float scale, Span<float> scratch, Span<float> output);
}
