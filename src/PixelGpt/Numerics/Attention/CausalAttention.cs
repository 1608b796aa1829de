namespace PixelGpt.Numerics;

/// <summary>
/// Scaled dot-product attention with a causal mask (Vaswani et al. 2017) over one sequence, one head at a time. It works on
/// blocks of query rows, so the T×T matrix of weights is never stored. The backward pass recomputes each block's weights
/// from the log-sum-exp of each row (Dao et al. 2022) and the dropout mask from its key.
/// </summary>
/// <remarks>Not thread-safe: an instance owns the temporary memory of one block.</remarks>
internal sealed class CausalAttention
{
    /// <summary>Query rows per block: a multiple of the six rows of a tile, and few enough that the weights of a block fit in the L2 cache.</summary>
    private const int BlockRows = 48;

    private readonly IKernels _kernels;
    private readonly int _context;
    private readonly int _headDim;
    private readonly int _stride;
    private readonly FloatBuffer _packedKeys;
    private readonly FloatBuffer _packedValues;
    private readonly FloatBuffer _keyRows;
    private readonly FloatBuffer _weights;
    private readonly FloatBuffer _gradients;
    private readonly FloatBuffer _dots = new(BlockRows);

    /// <summary>Creates the temporary memory.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="context">Maximum sequence length.</param>
    /// <param name="headDim">Head size.</param>
    public CausalAttention(IKernels kernels, int context, int headDim)
    {
        _kernels = kernels;
        _context = context;
        _headDim = headDim;
        _stride = Alignment.RoundUp(context);
        int packed = Math.Max(kernels.PackedLength(headDim, context), kernels.PackedLength(context, headDim));
        _packedKeys = new FloatBuffer(packed);
        _packedValues = new FloatBuffer(packed);
        _keyRows = new FloatBuffer(kernels.PackedLength(context, headDim));
        _weights = new FloatBuffer(BlockRows * _stride);
        _gradients = new FloatBuffer(BlockRows * _stride);
    }

    private float Scale => (float)(1 / Math.Sqrt(_headDim));

    /// <summary>Computes the output of one head for all positions.</summary>
    /// <param name="inputs">Queries, keys and values.</param>
    /// <param name="options">Window and dropout.</param>
    /// <param name="output">Output [T, head size].</param>
    /// <param name="logSumExp">Log-sum-exp of each row [T], needed by <see cref="Backward"/>.</param>
    public void Forward(in AttentionInputs inputs, in AttentionOptions options, MatrixSpan output, Span<float> logSumExp)
    {
        int length = inputs.Queries.Rows;
        _kernels.Pack(inputs.Keys.Transposed, _packedKeys.Span);
        _kernels.Pack(inputs.Values, _packedValues.Span);
        var keys = new PackedMatrix(_packedKeys.Span, _headDim, length);
        var values = new PackedMatrix(_packedValues.Span, length, _headDim);
        for (int first = 0; first < length; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, length - first);
            var softmax = new CausalSoftmaxOptions(new CausalMask(first, options.Window), Scale, options.Dropout, _context);
            MatrixSpan weights = Scores(Rows(inputs.Queries, first, rows), keys, softmax.Mask);
            _kernels.CausalSoftmax(weights, softmax, logSumExp.Slice(first, rows));
            _kernels.CausalWeightedSum(weights, values, softmax.Mask, false, output.Slice(first, rows));
        }
    }

    /// <summary>Adds the gradients of <see cref="Forward"/> to <paramref name="gradients"/>.</summary>
    /// <param name="inputs">Queries, keys and values of the forward pass.</param>
    /// <param name="options">Window and dropout of the forward pass.</param>
    /// <param name="output">Output of the forward pass [T, head size].</param>
    /// <param name="logSumExp">Log-sum-exp from the forward pass [T].</param>
    /// <param name="dOutput">Gradient of the output [T, head size].</param>
    /// <param name="gradients">Gradients of queries, keys and values.</param>
    public void Backward(
        in AttentionInputs inputs, in AttentionOptions options, ReadOnlyMatrixSpan output, ReadOnlySpan<float> logSumExp, ReadOnlyMatrixSpan dOutput, in AttentionGradients gradients)
    {
        int length = inputs.Queries.Rows;
        _kernels.Pack(inputs.Keys.Transposed, _packedKeys.Span);
        _kernels.Pack(inputs.Values.Transposed, _packedValues.Span);
        _kernels.Pack(inputs.Keys, _keyRows.Span);
        var keys = new PackedMatrix(_packedKeys.Span, _headDim, length);
        var values = new PackedMatrix(_packedValues.Span, _headDim, length);
        var keyRows = new PackedMatrix(_keyRows.Span, length, _headDim);
        for (int first = 0; first < length; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, length - first), columns = first + rows;
            var softmax = new CausalSoftmaxOptions(new CausalMask(first, options.Window), Scale, options.Dropout, _context);
            ReadOnlyMatrixSpan blockQueries = Rows(inputs.Queries, first, rows), blockGradient = Rows(dOutput, first, rows);
            _kernels.RowDots(blockGradient, Rows(output, first, rows), _dots.Span);

            MatrixSpan weights = Scores(blockQueries, keys, softmax.Mask), scoreGradients = new(_gradients.Span, rows, columns, _stride);
            _kernels.CausalScores(blockGradient, values, softmax.Mask, scoreGradients);
            _kernels.CausalSoftmaxBackward(weights, scoreGradients, softmax, logSumExp.Slice(first, rows), _dots.Span);

            _kernels.CausalWeightedSum(scoreGradients, keyRows, softmax.Mask, true, gradients.Queries.Slice(first, rows));
            _kernels.CausalWeightedSumTransposed(scoreGradients, blockQueries, softmax.Mask, gradients.Keys.Slice(0, columns));
            _kernels.CausalWeightedSumTransposed(weights, blockGradient, softmax.Mask, gradients.Values.Slice(0, columns));
        }
    }

    private MatrixSpan Scores(ReadOnlyMatrixSpan queries, PackedMatrix keys, CausalMask mask)
    {
        var scores = new MatrixSpan(_weights.Span, queries.Rows, mask.FirstPosition + queries.Rows, _stride);
        _kernels.CausalScores(queries, keys, mask, scores);
        return scores;
    }

    private static ReadOnlyMatrixSpan Rows(ReadOnlyMatrixSpan matrix, int first, int count) =>
        new(matrix.Data[(first * matrix.RowStride)..], count, matrix.Columns, matrix.RowStride);
}
