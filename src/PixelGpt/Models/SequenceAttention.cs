using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>Causal attention over whole sequences, as in training: all positions at once.</summary>
internal sealed class SequenceAttention(TransformerDescription description, Activations activations) : IAttention
{
    /// <summary>Dropout of the current pass; null for none.</summary>
    public DropoutContext? Dropout { get; set; }

    public void Attend(int layer, MatrixSpan qkv, MatrixSpan heads)
    {
        for (int head = 0; head < description.Heads; head++)
            activations.Attention.Forward(Inputs(qkv, head), Options(layer, head), Columns(heads, head), LogSumExp(layer, head, qkv.Rows));
    }

    /// <summary>Computes the gradients of <see cref="Attend"/>. The gradient of a key-value head is the sum over its query heads.</summary>
    /// <param name="layer">Index of the layer.</param>
    /// <param name="dHeads">Gradient of the output [T, query width].</param>
    /// <param name="qkv">Input of the forward pass [T, qkv width].</param>
    /// <param name="heads">Output of the forward pass [T, query width].</param>
    /// <param name="dQkv">Gradient of the input [T, qkv width].</param>
    public void Backward(int layer, ReadOnlyMatrixSpan dHeads, MatrixSpan qkv, MatrixSpan heads, MatrixSpan dQkv)
    {
        dQkv.Data[..(dQkv.Rows * dQkv.RowStride)].Clear();
        for (int head = 0; head < description.Heads; head++)
        {
            var dOutput = new ReadOnlyMatrixSpan(dHeads.Data[(head * description.HeadDim)..], dHeads.Rows, description.HeadDim, dHeads.RowStride);
            var gradients = new AttentionGradients(Queries(dQkv, head), Keys(dQkv, head), Values(dQkv, head));
            activations.Attention.Backward(Inputs(qkv, head), Options(layer, head), Columns(heads, head), LogSumExp(layer, head, qkv.Rows), dOutput, gradients);
        }
    }

    private AttentionOptions Options(int layer, int head) =>
        new(description.WindowOf(layer), Dropout?.At(description.AttentionDropout, DropoutSites.Attention(layer, head)) ?? default);

    private Span<float> LogSumExp(int layer, int head, int length) =>
        activations.Blocks[layer].LogSumExp[head * activations.Rows, length];

    /// <summary>Returns the inputs of one query head.</summary>
    private AttentionInputs Inputs(MatrixSpan qkv, int head) => new(Queries(qkv, head), Keys(qkv, head), Values(qkv, head));

    private MatrixSpan Queries(MatrixSpan qkv, int head) => Columns(qkv, head);

    private MatrixSpan Keys(MatrixSpan qkv, int head) => FromColumn(qkv, description.QueryWidth + KeyValueColumn(head));

    private MatrixSpan Values(MatrixSpan qkv, int head) => FromColumn(qkv, description.QueryWidth + description.KeyValueWidth + KeyValueColumn(head));

    private MatrixSpan Columns(MatrixSpan heads, int head) => FromColumn(heads, head * description.HeadDim);

    /// <summary>Returns the first column of the key-value head of a query head.</summary>
    private int KeyValueColumn(int head) => head / (description.Heads / description.KeyValueHeads) * description.HeadDim;

    private MatrixSpan FromColumn(MatrixSpan matrix, int first) => new(matrix.Data[first..], matrix.Rows, description.HeadDim, matrix.RowStride);
}
