using System.Collections.Immutable;
using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// Multi-head causal self-attention (Vaswani et al. 2017) of one block. Each head computes
/// softmax(q·kᵀ / √head size + mask)·v, and the outputs of all heads are projected back to the hidden size.
/// </summary>
/// <remarks>
/// <para>Grouped-query attention (Ainslie et al. 2023): with H query heads and K key-value heads, query head h uses key-value
/// head ⌊h · K / H⌋.</para>
/// <para>Sliding window (Beltagy et al. 2020, Jiang et al. 2023): with window w, position m attends to the positions n with
/// m − w &lt; n ≤ m. Without a window it attends to all n ≤ m.</para>
/// <para>Query-key norm (Henry et al. 2020, Qwen3): each head of queries and keys passes through an <see cref="RmsNorm"/>
/// before the <see cref="Rotary"/> embedding.</para>
/// <para>Value residuals: in all blocks but the first, the values are mixed with those of the first block, see <see cref="ValueResidual"/>.</para>
/// </remarks>
internal sealed class SelfAttention
{
    private readonly int _layer;
    private readonly TransformerDescription _description;
    private readonly (Linear Projection, int FirstColumn)[] _inputs;
    private readonly Linear _output;
    private readonly RmsNorm? _queryNorm;
    private readonly RmsNorm? _keyNorm;
    private readonly ValueResidual? _valueResidual;
    private readonly Rotary? _rotary;

    public SelfAttention(TransformerDescription description, ParameterFactory parameters, int layer, Rotary? rotary)
    {
        _layer = layer;
        _description = description;
        _rotary = rotary;
        ParameterNames names = description.Names;
        ImmutableArray<int> widths = [description.QueryWidth, description.KeyValueWidth, description.KeyValueWidth];
        ImmutableArray<int>[] projections = names.AttentionInput.Length == 1 ? [widths] : [.. widths.Select(width => ImmutableArray.Create(width))];
        _inputs = new (Linear, int)[projections.Length];
        for (int i = 0, column = 0; i < projections.Length; column += projections[i++].Sum())
            _inputs[i] = (parameters.Linear(names.AttentionInput[i], layer, description.HiddenSize, projections[i], description.InitializerRange, description.AttentionInputBias), column);
        _output = parameters.Linear(names.AttentionOutput, layer, description.QueryWidth, description.HiddenSize, description.ResidualInitializerRange, description.AttentionOutputBias);
        if (description.ValueResidual && layer > 0) _valueResidual = parameters.ValueResidual(names.ValueResidual, layer);
        if (!description.QueryKeyNorm) return;
        _queryNorm = parameters.RmsNorm(names.QueryKeyNorm.Query, layer, description.HeadDim);
        _keyNorm = parameters.RmsNorm(names.QueryKeyNorm.Key, layer, description.HeadDim);
    }

    /// <summary>The linear layers of the attention.</summary>
    public IEnumerable<Linear> Linears => _inputs.Select(i => i.Projection).Append(_output);

    /// <summary>The width of queries and keys side by side: the columns that are normalised and rotated.</summary>
    private int QkWidth => _description.QueryWidth + _description.KeyValueWidth;

    /// <summary>Computes the self-attention.</summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="x">Input [T, D].</param>
    /// <param name="block">Receives queries, keys, values and the outputs of the heads.</param>
    /// <param name="y">Receives the output [T, D].</param>
    public void Forward(in ForwardPass pass, MatrixSpan x, BlockActivations block, MatrixSpan y)
    {
        MatrixSpan heads = new(block.Heads.Span, x.Rows, _description.QueryWidth);
        pass.Attention.Attend(_layer, Project(pass, x, block), heads);
        _output.Forward(pass, heads, y);
    }

    /// <summary>Appends the keys and values of the input to a KV cache without computing the output.</summary>
    /// <param name="pass">Operands of the forward pass.</param>
    /// <param name="x">Input [T, D].</param>
    /// <param name="block">Receives queries, keys and values.</param>
    /// <param name="cache">Attention with the cache.</param>
    public void Prefill(in ForwardPass pass, MatrixSpan x, BlockActivations block, ICachedAttention cache) =>
        cache.Store(_layer, Project(pass, x, block));

    /// <summary>Computes queries, keys and values, with value residual, query-key norm and rotary embedding applied [T, qkv width].</summary>
    private MatrixSpan Project(in ForwardPass pass, MatrixSpan x, BlockActivations block)
    {
        MatrixSpan qkv = Qkv(block.Qkv, x.Rows);
        foreach ((Linear projection, int column) in _inputs) projection.Forward(pass, x, Columns(qkv, column, projection.Outputs));
        _valueResidual?.Forward(pass, FirstValues(pass.Activations, x.Rows), Values(qkv), OwnValues(block, x.Rows));
        if (_queryNorm is not null)
        {
            // The backward pass of the norms reads their inputs.
            for (int row = 0; row < x.Rows; row++) qkv.Data.Slice(row * qkv.RowStride, QkWidth).CopyTo(block.UnnormalizedQk[row * QkWidth, QkWidth]);
            for (int head = 0; head < _description.Heads + _description.KeyValueHeads; head++)
                NormOf(head).Forward(pass, UnnormalizedHead(block, head, x.Rows), Head(qkv, head), block.QkStatistics(head, x.Rows));
        }

        Rotate(pass.Kernels, qkv, pass.QueryAngles, pass.KeyAngles, inverse: false);
        return qkv;
    }

    /// <summary>Computes the gradient of the input and adds to the gradients of the parameters.</summary>
    /// <param name="pass">Operands of the backward pass.</param>
    /// <param name="x">Input of the forward pass [T, D].</param>
    /// <param name="block">Results of the forward pass.</param>
    /// <param name="dy">Gradient of the output [T, D].</param>
    /// <param name="dx">Receives the gradient of the input [T, D].</param>
    public void Backward(in BackwardPass pass, MatrixSpan x, BlockActivations block, MatrixSpan dy, MatrixSpan dx)
    {
        ActivationGradients scratch = pass.ActivationGradients;
        MatrixSpan qkv = Qkv(block.Qkv, x.Rows), dQkv = Qkv(scratch.Qkv, x.Rows);
        MatrixSpan heads = new(block.Heads.Span, x.Rows, _description.QueryWidth), dHeads = new(scratch.Heads.Span, x.Rows, _description.QueryWidth);
        _output.Backward(pass, heads, dy, dHeads);
        pass.Attention.Backward(_layer, dHeads, qkv, heads, dQkv);
        ValueBackward(pass, block, Values(dQkv));
        Rotate(pass.Kernels, dQkv, pass.QueryAngles, pass.KeyAngles, inverse: true);
        if (_queryNorm is not null)
        {
            for (int head = 0; head < _description.Heads + _description.KeyValueHeads; head++) NormBackward(pass, block, head, Head(dQkv, head));
        }

        for (int i = 0; i < _inputs.Length; i++)
            _inputs[i].Projection.Backward(pass, x, Columns(dQkv, _inputs[i].FirstColumn, _inputs[i].Projection.Outputs), dx, accumulate: i > 0);
    }

    /// <summary>Replaces the gradient of the values that attention read by the gradient of the block's own values [T, key-value width].</summary>
    private void ValueBackward(in BackwardPass pass, BlockActivations block, MatrixSpan dValues)
    {
        if (!_description.ValueResidual) return;
        var dFirst = new MatrixSpan(pass.ActivationGradients.FirstValues.Span, dValues.Rows, dValues.Columns);
        if (_valueResidual is not null)
        {
            _valueResidual.Backward(pass, FirstValues(pass.Activations, dValues.Rows), OwnValues(block, dValues.Rows), dValues, dFirst);
            return;
        }

        // The first block comes last in the backward pass, so the gradients of all later blocks have been added.
        for (int row = 0; row < dValues.Rows; row++) pass.Kernels.Add(dFirst.Slice(row, 1).Data[..dFirst.Columns], dValues.Slice(row, 1).Data);
    }

    private void Rotate(IKernels kernels, MatrixSpan qkv, ReadOnlySpan<int> queryAngles, ReadOnlySpan<int> keyAngles, bool inverse)
    {
        _rotary?.Apply(kernels, Columns(qkv, 0, _description.QueryWidth), queryAngles, inverse);
        _rotary?.Apply(kernels, Columns(qkv, _description.QueryWidth, _description.KeyValueWidth), keyAngles, inverse);
    }

    /// <summary>Replaces the gradient of one normalised head by the gradient of the norm's input [T, head size].</summary>
    private void NormBackward(in BackwardPass pass, BlockActivations block, int head, MatrixSpan gradient)
    {
        // Norms add to the gradient of their input, so the gradient of the output moves to another buffer first.
        MatrixSpan dNormalized = new(pass.ActivationGradients.QkHead.Span, gradient.Rows, _description.HeadDim);
        for (int row = 0; row < gradient.Rows; row++)
        {
            Span<float> values = gradient.Data.Slice(row * gradient.RowStride, _description.HeadDim);
            values.CopyTo(dNormalized.Data[(row * _description.HeadDim)..]);
            values.Clear();
        }

        NormOf(head).Backward(pass, dNormalized, UnnormalizedHead(block, head, gradient.Rows), block.QkStatistics(head, gradient.Rows), gradient);
    }

    private RmsNorm NormOf(int head) => head < _description.Heads ? _queryNorm! : _keyNorm!;

    private MatrixSpan Qkv(FloatBuffer buffer, int rows) => new(buffer.Span, rows, _description.QkvWidth);

    private MatrixSpan Values(MatrixSpan qkv) => Columns(qkv, QkWidth, _description.KeyValueWidth);

    private MatrixSpan FirstValues(Activations activations, int rows) => Values(Qkv(activations.Blocks[0].Qkv, rows));

    private MatrixSpan OwnValues(BlockActivations block, int rows) => new(block.OwnValues.Span, rows, _description.KeyValueWidth);

    private MatrixSpan Head(MatrixSpan qkv, int head) => Columns(qkv, head * _description.HeadDim, _description.HeadDim);

    private ReadOnlyMatrixSpan UnnormalizedHead(BlockActivations block, int head, int rows) =>
        new(block.UnnormalizedQk.Span[(head * _description.HeadDim)..], rows, _description.HeadDim, QkWidth);

    private static MatrixSpan Columns(MatrixSpan matrix, int first, int count) => new(matrix.Data[first..], matrix.Rows, count, matrix.RowStride);
}
