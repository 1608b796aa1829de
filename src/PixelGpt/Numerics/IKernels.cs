namespace PixelGpt.Numerics;

/// <summary>
/// Every numeric operation the models are made of, on float32. Two families implement it: <see cref="ReferenceKernels"/>,
/// written to be read and believed, and <see cref="SimdKernels{S,TF,TI}"/>, written to be fast for one vector width.
/// Tests hold each against the other.
/// </summary>
/// <remarks>
/// Shapes are row-major. T is the number of positions (rows), D the model's width, V the vocabulary. Arguments come
/// in the order source, settings, destination. "Adds to" means the destination is read and increased; all else is
/// overwritten. The result of every operation depends on its arguments alone, never on threads or on neighbours in
/// a batch: each element of a product is the sum over k in rising order, whatever tile computes it; a bias comes last.
/// </remarks>
internal interface IKernels
{
    /// <summary>A short name: <c>avx512</c>, <c>avx2</c>, <c>vector128</c>, <c>reference</c>.</summary>
    string Name { get; }

    /// <summary>How many floats a packed matrix of this shape takes.</summary>
    int PackedLength(int rows, int columns);

    /// <summary>Lays a matrix out for <see cref="MatMul(ReadOnlyMatrixSpan, PackedMatrix, ReadOnlySpan{float}, bool, MatrixSpan)"/>; it may be a transposed one.</summary>
    void Pack(ReadOnlyMatrixSpan source, Span<float> destination);

    /// <summary>C = A·B (+ bias a column) (+ C). A [m, k], C [m, n], B at least [k, n] of which the first k rows and n columns are used, bias [n] or empty.</summary>
    void MatMul(ReadOnlyMatrixSpan a, PackedMatrix b, ReadOnlySpan<float> bias, bool accumulate, MatrixSpan c);

    /// <summary>C = A·B (+ C). A [m, k], C [m, n], B at least [k, n] with unit column stride.</summary>
    void MatMul(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, bool accumulate, MatrixSpan c);

    /// <summary>
    /// A convolution with its bias and ReLU, max(0, w·x + b), at the places of the window from <paramref name="firstPlace"/> on.
    /// </summary>
    /// <param name="input">The picture [pixels, channels in]; but for a pointwise window its rows lie side by side.</param>
    /// <param name="window">The window; padding counts as 0.</param>
    /// <param name="weights">Packed [kernel height · kernel width · channels in, at least channels out].</param>
    /// <param name="bias">One a channel out.</param>
    /// <param name="firstPlace">The place of the output's first row.</param>
    /// <param name="output">One row a place [places, channels out].</param>
    void ConvolveRelu(ReadOnlyMatrixSpan input, WindowShape window, PackedMatrix weights, ReadOnlySpan<float> bias, int firstPlace, MatrixSpan output);

    /// <summary>The greatest number under the window, a channel; padding does not count. input [pixels, channels], output [places, channels].</summary>
    void MaxPool(ReadOnlyMatrixSpan input, WindowShape window, int firstPlace, MatrixSpan output);

    /// <summary>The mean under the window, a channel; padding counts as 0, or not at all. input [pixels, channels], output [places, channels].</summary>
    void AveragePool(ReadOnlyMatrixSpan input, WindowShape window, bool countPadding, int firstPlace, MatrixSpan output);

    /// <summary>Adds the sum of each column of x [rows, n] to sums [n].</summary>
    void AddColumnSums(ReadOnlyMatrixSpan x, Span<float> sums);

    /// <summary>Layer normalisation (Ba et al. 2016) of each row: y = (x − mean) · rstd · weight + bias. x, y [T, D]; mean, rstd [T].</summary>
    void LayerNorm(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float epsilon, Span<float> y, Span<float> mean, Span<float> rstd);

    /// <summary>Adds the gradient of <see cref="LayerNorm"/> to dx [T, D], dWeight [D] and dBias [D].</summary>
    void LayerNormBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> mean, ReadOnlySpan<float> rstd, Span<float> dx, Span<float> dWeight, Span<float> dBias);

    /// <summary>Root-mean-square normalisation (Zhang and Sennrich 2019) of each row: y = x · rstd · weight. x, y [T, n] (y may be x), weight [n], rstd [T].</summary>
    void RmsNorm(ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, float epsilon, MatrixSpan y, Span<float> rstd);

    /// <summary>Adds the gradient of <see cref="RmsNorm"/> to dx [T, n] and dWeight [n].</summary>
    void RmsNormBackward(ReadOnlyMatrixSpan dy, ReadOnlyMatrixSpan x, ReadOnlySpan<float> weight, ReadOnlySpan<float> rstd, MatrixSpan dx, Span<float> dWeight);

    /// <summary>
    /// Rotary positions (Su et al. 2021) in place on one head [T, n], in the form of Hugging Face's Llama: element i of
    /// the first half turns with element i of the second, by the angle of the row's position and i.
    /// </summary>
    /// <param name="x">Queries or keys of one head [T, n].</param>
    /// <param name="positions">The position of each row [T].</param>
    /// <param name="cos">Cosines [positions, n/2].</param>
    /// <param name="sin">Sines [positions, n/2].</param>
    /// <param name="back">Turn back: the gradient.</param>
    void Rotate(MatrixSpan x, ReadOnlySpan<int> positions, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin, bool back);

    /// <summary>The gate of SwiGLU (Shazeer 2020): y = silu(gate) · up, silu(g) = g · σ(g).</summary>
    void SwiGlu(ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> y);

    /// <summary>The gradients of <see cref="SwiGlu"/> to gate and up; dUp may be dy. And y once more, so that nobody need keep it.</summary>
    void SwiGluBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> gate, ReadOnlySpan<float> up, Span<float> dGate, Span<float> dUp, Span<float> y);

    /// <summary>gelu_new, the tanh form of GELU (Hendrycks and Gimpel 2016): y = ½x(1 + tanh(√(2/π)(x + 0.044715x³))).</summary>
    void GeluNew(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>The gradient of <see cref="GeluNew"/>: dx = dy · gelu_new′(x); dx may be dy. And y once more, so that nobody need keep it.</summary>
    void GeluNewBackward(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, Span<float> dx, Span<float> y);

    /// <summary>y = x + dropout(branch), all of one length; y may be x.</summary>
    void AddDropout(ReadOnlySpan<float> x, ReadOnlySpan<float> branch, Dropout dropout, Span<float> y);

    /// <summary>y = dropout(x): forward, and backward, where x is the gradient of the dropped-out value; y may be x.</summary>
    void ApplyDropout(ReadOnlySpan<float> x, Dropout dropout, Span<float> y);

    /// <summary>scores [rows, columns] = q·keys, for the columns that each row sees; what it does not see is left undefined. q [rows, n], keys packed [n, at least columns].</summary>
    void CausalScores(ReadOnlyMatrixSpan q, PackedMatrix keys, CausalRange range, MatrixSpan scores);

    /// <summary>output [rows, n] = weights·values (+ output). weights [rows, columns] are 0 where a row does not see; values packed [columns, n].</summary>
    void CausalMix(ReadOnlyMatrixSpan weights, PackedMatrix values, CausalRange range, bool accumulate, MatrixSpan output);

    /// <summary>Adds weightsᵀ·rows to sums [columns, n]. weights [rows, columns] are 0 where a row does not see; rows [rows, n] with unit column stride.</summary>
    void CausalMixTransposed(ReadOnlyMatrixSpan weights, ReadOnlyMatrixSpan rows, CausalRange range, MatrixSpan sums);

    /// <summary>
    /// The attention weights of rows of one head: row i, at position firstPosition + i, sees the last
    /// <paramref name="window"/> of the first firstPosition + i + 1 columns. In place, scores [rows, stride] become
    /// dropout(softmax(scale · scores)), 0 beyond what a row sees. logSumExp [rows] keeps the logarithm of each row's sum for
    /// <see cref="CausalSoftmaxBackward"/>.
    /// </summary>
    /// <param name="scores">The scores, rows padded to whole vectors.</param>
    /// <param name="firstPosition">The position of the first row.</param>
    /// <param name="window">How many columns a row sees at the most; <see cref="int.MaxValue"/> for all.</param>
    /// <param name="scale">What scores are multiplied by.</param>
    /// <param name="logSumExp">One number a row.</param>
    /// <param name="dropout">Dropout of the weights.</param>
    /// <param name="period">The weight of a row and column uses counter (firstPosition + row) · period + column.</param>
    void CausalSoftmax(MatrixSpan scores, int firstPosition, int window, float scale, Span<float> logSumExp, Dropout dropout = default, int period = 0);

    /// <summary>
    /// The way back through <see cref="CausalSoftmax"/>. In place, scores become the weights again, dropout and all, and
    /// dWeights [rows, stride] the gradients of the scores: scale · softmax · (dropout(dWeights) − rowDot).
    /// </summary>
    /// <param name="scores">The scores again, rows padded to whole vectors.</param>
    /// <param name="dWeights">The gradients of the dropped-out weights, padded likewise.</param>
    /// <param name="firstPosition">As forward.</param>
    /// <param name="window">As forward.</param>
    /// <param name="scale">As forward.</param>
    /// <param name="logSumExp">What the way forward kept.</param>
    /// <param name="rowDot">Each row's Σ weights · dWeights.</param>
    /// <param name="dropout">As forward.</param>
    /// <param name="period">As forward.</param>
    void CausalSoftmaxBackward(
        MatrixSpan scores, MatrixSpan dWeights, int firstPosition, int window, float scale, ReadOnlySpan<float> logSumExp, ReadOnlySpan<float> rowDot, Dropout dropout, int period);

    /// <summary>
    /// Attention of one new position to its cached past, itself the last of it: for each query head the weights of
    /// <see cref="CausalSoftmax"/> over the scores, and the values' sum by those weights.
    /// </summary>
    /// <param name="queries">The position's queries, head beside head [heads · head_dim].</param>
    /// <param name="past">Keys and values, the position's own included; each head of them serves an equal number of query heads.</param>
    /// <param name="count">How many positions of the past there are.</param>
    /// <param name="window">How many of the last of them are seen at the most.</param>
    /// <param name="scale">What scores are multiplied by.</param>
    /// <param name="scratch">Room for count rounded up to whole blocks, for each query head.</param>
    /// <param name="output">The heads' outputs [heads · head_dim].</param>
    void AttendCached(ReadOnlySpan<float> queries, CachedKeysValues past, int count, int window, float scale, Span<float> scratch, Span<float> output);

    /// <summary>dots[r] = Σ a[r, c] · b[r, c].</summary>
    void RowDots(ReadOnlyMatrixSpan a, ReadOnlyMatrixSpan b, Span<float> dots);

    /// <summary>
    /// Cross entropy against labels [T], with its gradient in place: logits [T, V] become (softmax − one-hot) · gradientScale.
    /// nll [T] gets each row's negative log-likelihood in nats.
    /// </summary>
    void SoftmaxCrossEntropy(MatrixSpan logits, ReadOnlySpan<int> labels, float gradientScale, Span<float> nll);

    /// <summary>y += x.</summary>
    void Add(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>x *= factor.</summary>
    void Scale(Span<float> x, float factor);

    /// <summary>Σ x², accumulated in double.</summary>
    double SumOfSquares(ReadOnlySpan<float> x);

    /// <summary>One step of AdamW (Loshchilov and Hutter 2019) in the order of torch.optim.AdamW.</summary>
    void AdamW(ReadOnlySpan<float> gradient, in AdamWStep step, Span<float> parameters, Span<float> expAvg, Span<float> expAvgSq);
}

/// <summary>The scalars of one AdamW step.</summary>
/// <param name="LearningRate">lr.</param>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="Epsilon">ε, added after the root.</param>
/// <param name="WeightDecay">λ, decoupled: parameters shrink by lr·λ.</param>
/// <param name="Step">Which step this is, from 1.</param>
/// <param name="GradientScale">What gradients are multiplied by first (clipping); 1 for none.</param>
internal readonly record struct AdamWStep(
    double LearningRate, double Beta1, double Beta2, double Epsilon, double WeightDecay, long Step, float GradientScale = 1);
