using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// The block's first half: projections to queries, keys and values, what is done to them before rows look at one
/// another (normalisation, rotation), and the projection of the heads' output.
/// </summary>
internal sealed class SelfAttention
{
    private readonly int _layer;
    private readonly TransformerDescription _shape;
    private readonly (Linear Projection, int FirstColumn)[] _inputs;
    private readonly Linear _output;
    private readonly RmsNorm? _queryNorm;
    private readonly RmsNorm? _keyNorm;
    private readonly Rotary? _rotary;

    public SelfAttention(TransformerDescription shape, ParameterFactory parameters, int layer, Rotary? rotary)
    {
        _layer = layer;
        _shape = shape;
        _rotary = rotary;
        ParameterNames names = shape.Names;
        int[] widths = names.AttentionInput.Length == 1 ? [shape.QkvWidth] : [shape.QueryWidth, shape.KeyValueWidth, shape.KeyValueWidth];
        _inputs = new (Linear, int)[widths.Length];
        for (int i = 0, column = 0; i < widths.Length; column += widths[i++])
            _inputs[i] = (parameters.Linear(names.AttentionInput[i], layer, shape.HiddenSize, widths[i], shape.InitializerRange, shape.AttentionInputBias), column);
        _output = parameters.Linear(names.AttentionOutput, layer, shape.QueryWidth, shape.HiddenSize, shape.ResidualInitializerRange, shape.AttentionOutputBias);
        if (!shape.QueryKeyNorm) return;
        _queryNorm = parameters.RmsNorm(names.QueryKeyNorm.Query, layer, shape.HeadDim);
        _keyNorm = parameters.RmsNorm(names.QueryKeyNorm.Key, layer, shape.HeadDim);
    }

    public IEnumerable<Linear> Linears => _inputs.Select(i => i.Projection).Append(_output);

    /// <summary>Queries and keys, side by side: what is normalised and rotated.</summary>
    private int QkWidth => _shape.QueryWidth + _shape.KeyValueWidth;

    /// <summary>x [T, D] → y [T, D].</summary>
    public void Forward(IKernels kernels, ReadOnlySpan<float> parameters, MatrixSpan x, ReadOnlySpan<int> positions, BlockActivations kept, IAttention attention, MatrixSpan y)
    {
        MatrixSpan heads = new(kept.Heads.Span, x.Rows, _shape.QueryWidth);
        attention.Attend(_layer, Project(kernels, parameters, x, positions, kept), heads);
        _output.Forward(kernels, parameters, heads, y);
    }

    /// <summary>No more of <see cref="Forward"/> than the keys and values of x [T, D].</summary>
    public void Prefill(IKernels kernels, ReadOnlySpan<float> parameters, MatrixSpan x, ReadOnlySpan<int> positions, BlockActivations kept, ICachedAttention attention) =>
        attention.Store(_layer, Project(kernels, parameters, x, positions, kept));

    /// <summary>Queries, keys and values, normalised and rotated: what rows see of one another.</summary>
    private MatrixSpan Project(IKernels kernels, ReadOnlySpan<float> parameters, MatrixSpan x, ReadOnlySpan<int> positions, BlockActivations kept)
    {
        MatrixSpan qkv = Qkv(kept.Qkv, x.Rows);
        foreach ((Linear projection, int column) in _inputs) projection.Forward(kernels, parameters, x, Columns(qkv, column, projection.Outputs));
        if (_queryNorm is not null)
        {
            // The raw queries and keys are needed on the way back.
            for (int row = 0; row < x.Rows; row++) qkv.Data.Slice(row * qkv.RowStride, QkWidth).CopyTo(kept.RawQk[row * QkWidth, QkWidth]);
            for (int head = 0; head < _shape.Heads + _shape.KeyValueHeads; head++)
                NormOf(head).Forward(kernels, parameters, Raw(kept, head, x.Rows), Head(qkv, head), kept.QkStatistics(head, x.Rows));
        }

        _rotary?.Apply(kernels, Columns(qkv, 0, QkWidth), positions, back: false);
        return qkv;
    }

    /// <summary>dy [T, D] → dx [T, D]; adds to the gradients of the weights.</summary>
    public void Backward(
        IKernels kernels, ReadOnlySpan<float> parameters, MatrixSpan x, ReadOnlySpan<int> positions, BlockActivations kept, SequenceAttention attention, MatrixSpan dy, GradientScratch scratch, Span<float> gradients, MatrixSpan dx)
    {
        MatrixSpan qkv = Qkv(kept.Qkv, x.Rows), dQkv = Qkv(scratch.Qkv, x.Rows);
        MatrixSpan heads = new(kept.Heads.Span, x.Rows, _shape.QueryWidth), dHeads = new(scratch.Heads.Span, x.Rows, _shape.QueryWidth);
        _output.Backward(kernels, heads, dy, gradients, dHeads);
        attention.Backward(_layer, dHeads, qkv, heads, dQkv);
        _rotary?.Apply(kernels, Columns(dQkv, 0, QkWidth), positions, back: true);
        if (_queryNorm is not null)
        {
            for (int head = 0; head < _shape.Heads + _shape.KeyValueHeads; head++)
            {
                MatrixSpan gradient = Head(dQkv, head), normalised = new(scratch.QkHead.Span, x.Rows, _shape.HeadDim);
                for (int row = 0; row < x.Rows; row++)
                {
                    Span<float> values = gradient.Data.Slice(row * gradient.RowStride, _shape.HeadDim);
                    values.CopyTo(normalised.Data[(row * _shape.HeadDim)..]);
                    values.Clear();
                }

                NormOf(head).Backward(kernels, parameters, normalised, Raw(kept, head, x.Rows), kept.QkStatistics(head, x.Rows), gradients, gradient);
            }
        }

        for (int i = 0; i < _inputs.Length; i++)
            _inputs[i].Projection.Backward(kernels, x, Columns(dQkv, _inputs[i].FirstColumn, _inputs[i].Projection.Outputs), gradients, dx, accumulate: i > 0);
    }

    private RmsNorm NormOf(int head) => head < _shape.Heads ? _queryNorm! : _keyNorm!;

    private MatrixSpan Qkv(FloatBuffer buffer, int rows) => new(buffer.Span, rows, _shape.QkvWidth);

    private MatrixSpan Head(MatrixSpan qkv, int head) => Columns(qkv, head * _shape.HeadDim, _shape.HeadDim);

    private ReadOnlyMatrixSpan Raw(BlockActivations kept, int head, int rows) => new(kept.RawQk.Span[(head * _shape.HeadDim)..], rows, _shape.HeadDim, QkWidth);

    private static MatrixSpan Columns(MatrixSpan matrix, int first, int count) => new(matrix.Data[first..], matrix.Rows, count, matrix.RowStride);
}
