using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>Attention within one whole sequence, as in training: all positions at once, each seeing itself and those before.</summary>
internal sealed class SequenceAttention(TransformerDescription shape, Activations activations) : IAttention
{
    /// <summary>The dropout of the pass under way; null for none.</summary>
    public DropoutContext? Dropout { get; set; }

    public void Attend(int layer, MatrixSpan qkv, MatrixSpan heads)
    {
        for (int head = 0; head < shape.Heads; head++)
        {
            activations.Attention.Forward(
                Part(qkv, 0, head), Part(qkv, 1, head), Part(qkv, 2, head), shape.WindowOf(layer), DropoutOf(layer, head), Columns(heads, head), LogSumExp(layer, head, qkv.Rows));
        }
    }

    /// <summary>The gradients of <see cref="Attend"/>: dHeads [T, query width] → dQkv [T, qkv width]. A head of keys and values gets the sum over the query heads it serves.</summary>
    public void Backward(int layer, ReadOnlyMatrixSpan dHeads, MatrixSpan qkv, MatrixSpan heads, MatrixSpan dQkv)
    {
        dQkv.Data[..(dQkv.Rows * dQkv.RowStride)].Clear();
        for (int head = 0; head < shape.Heads; head++)
        {
            var gradient = new ReadOnlyMatrixSpan(dHeads.Data[(head * shape.HeadDim)..], dHeads.Rows, shape.HeadDim, dHeads.RowStride);
            activations.Attention.Backward(
                gradient, Part(qkv, 0, head), Part(qkv, 1, head), Part(qkv, 2, head), Columns(heads, head), LogSumExp(layer, head, qkv.Rows),
                shape.WindowOf(layer), DropoutOf(layer, head), Part(dQkv, 0, head), Part(dQkv, 1, head), Part(dQkv, 2, head));
        }
    }

    private Dropout DropoutOf(int layer, int head) =>
        Dropout?.At(shape.AttentionDropout, DropoutPlaces.Attention(layer, head)) ?? default;

    private Span<float> LogSumExp(int layer, int head, int length) =>
        activations.Blocks[layer].LogSumExp[head * activations.Rows, length];

    /// <summary>The queries (0), keys (1) or values (2) of one query head.</summary>
    private MatrixSpan Part(MatrixSpan qkv, int which, int head)
    {
        int first = which == 0
            ? head * shape.HeadDim
            : shape.QueryWidth + ((which - 1) * shape.KeyValueWidth) + (head / (shape.Heads / shape.KeyValueHeads) * shape.HeadDim);
        return new MatrixSpan(qkv.Data[first..], qkv.Rows, shape.HeadDim, qkv.RowStride);
    }

    private MatrixSpan Columns(MatrixSpan heads, int head) =>
        new(heads.Data[(head * shape.HeadDim)..], heads.Rows, shape.HeadDim, heads.RowStride);
}

/// <summary>Numbers for the places of dropout, so that each has a mask of its own.</summary>
internal static class DropoutPlaces
{
    public const int Embedding = 0;

    private const int PlacesPerLayer = 1024;

    public static int AttentionResidual(int layer) => ((layer + 1) * PlacesPerLayer) + 0;

    public static int MlpResidual(int layer) => ((layer + 1) * PlacesPerLayer) + 1;

    public static int Attention(int layer, int head) => ((layer + 1) * PlacesPerLayer) + 2 + head;
}
