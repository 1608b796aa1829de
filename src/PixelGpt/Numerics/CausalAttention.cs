namespace PixelGpt.Numerics;

/// <summary>
/// Scaled dot-product attention with a causal mask (Vaswani et al. 2017) of one sequence, head by head, a block of
/// query rows at a time: the T×T matrix of weights never exists. The backward pass makes each block's weights again
/// from the logarithm of each row's sum (Dao et al. 2022) and dropout's mask from its key.
/// </summary>
/// <remarks>One instance serves one thread: it owns the scratch that a block needs.</remarks>
internal sealed class CausalAttention
{
    /// <summary>Query rows a block: a multiple of the tile's six, small enough that a block of weights stays in the L2 cache.</summary>
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

    /// <summary>One head's output for all positions.</summary>
    /// <param name="q">Queries [T, head_dim].</param>
    /// <param name="k">Keys [T, head_dim].</param>
    /// <param name="v">Values [T, head_dim].</param>
    /// <param name="window">How many positions one sees at the most, itself among them.</param>
    /// <param name="dropout">Dropout of the weights; the element (row, column) has counter row · context + column.</param>
    /// <param name="output">[T, head_dim].</param>
    /// <param name="logSumExp">[T], for <see cref="Backward"/>.</param>
    public void Forward(ReadOnlyMatrixSpan q, ReadOnlyMatrixSpan k, ReadOnlyMatrixSpan v, int window, Dropout dropout, MatrixSpan output, Span<float> logSumExp)
    {
        int length = q.Rows;
        _kernels.Pack(k.Transposed, _packedKeys.Span);
        _kernels.Pack(v, _packedValues.Span);
        var keys = new PackedMatrix(_packedKeys.Span, _headDim, length);
        var values = new PackedMatrix(_packedValues.Span, length, _headDim);
        for (int first = 0; first < length; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, length - first);
            var range = new CausalRange(first, window);
            MatrixSpan weights = Scores(Rows(q, first, rows), keys, range);
            _kernels.CausalSoftmax(weights, first, window, Scale, logSumExp.Slice(first, rows), dropout, _context);
            _kernels.CausalMix(weights, values, range, false, Rows(output, first, rows));
        }
    }

    /// <summary>Adds the gradients of <see cref="Forward"/> to dq, dk and dv [T, head_dim].</summary>
    /// <param name="dOutput">The gradient of the output [T, head_dim].</param>
    /// <param name="q">As in the forward pass.</param>
    /// <param name="k">As in the forward pass.</param>
    /// <param name="v">As in the forward pass.</param>
    /// <param name="output">The forward pass's output.</param>
    /// <param name="logSumExp">What the forward pass kept.</param>
    /// <param name="window">The same window.</param>
    /// <param name="dropout">The same dropout.</param>
    /// <param name="dq">Gradient of the queries, added to.</param>
    /// <param name="dk">Gradient of the keys, added to.</param>
    /// <param name="dv">Gradient of the values, added to.</param>
    public void Backward(
        ReadOnlyMatrixSpan dOutput, ReadOnlyMatrixSpan q, ReadOnlyMatrixSpan k, ReadOnlyMatrixSpan v, ReadOnlyMatrixSpan output, ReadOnlySpan<float> logSumExp, int window, Dropout dropout, MatrixSpan dq, MatrixSpan dk, MatrixSpan dv)
    {
        int length = q.Rows;
        _kernels.Pack(k.Transposed, _packedKeys.Span);
        _kernels.Pack(v.Transposed, _packedValues.Span);
        _kernels.Pack(k, _keyRows.Span);
        var keys = new PackedMatrix(_packedKeys.Span, _headDim, length);
        var values = new PackedMatrix(_packedValues.Span, _headDim, length);
        var keyRows = new PackedMatrix(_keyRows.Span, length, _headDim);
        for (int first = 0; first < length; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, length - first), seen = first + rows;
            var range = new CausalRange(first, window);
            ReadOnlyMatrixSpan blockQ = Rows(q, first, rows), blockGradient = Rows(dOutput, first, rows);
            _kernels.RowDots(blockGradient, Rows(output, first, rows), _dots.Span);

            MatrixSpan weights = Scores(blockQ, keys, range), gradients = new(_gradients.Span, rows, seen, _stride);
            _kernels.CausalScores(blockGradient, values, range, gradients);
            _kernels.CausalSoftmaxBackward(weights, gradients, first, window, Scale, logSumExp.Slice(first, rows), _dots.Span, dropout, _context);

            _kernels.CausalMix(gradients, keyRows, range, true, Rows(dq, first, rows));
            _kernels.CausalMixTransposed(gradients, blockQ, range, Rows(dk, 0, seen));
            _kernels.CausalMixTransposed(weights, blockGradient, range, Rows(dv, 0, seen));
        }
    }

    private MatrixSpan Scores(ReadOnlyMatrixSpan blockQ, PackedMatrix keys, CausalRange range)
    {
        var scores = new MatrixSpan(_weights.Span, blockQ.Rows, range.FirstPosition + blockQ.Rows, _stride);
        _kernels.CausalScores(blockQ, keys, range, scores);
        return scores;
    }

    private static ReadOnlyMatrixSpan Rows(ReadOnlyMatrixSpan matrix, int first, int count) =>
        new(matrix.Data[(first * matrix.RowStride)..], count, matrix.Columns, matrix.RowStride);

    private static MatrixSpan Rows(MatrixSpan matrix, int first, int count) =>
        new(matrix.Data[(first * matrix.RowStride)..], count, matrix.Columns, matrix.RowStride);
}
