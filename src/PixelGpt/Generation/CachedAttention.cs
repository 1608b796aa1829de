using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>
/// Attention of single new pixels, each of a sequence of its own, to their cached pasts. Every sum runs in the same
/// order as in <see cref="SequenceAttention"/>, so cached and uncached logits are the same bits.
/// </summary>
internal sealed class CachedAttention(TransformerDescription shape, IKernels kernels, int capacity) : IAttention
{
    private readonly FloatBuffer _weights = new(Alignment.RoundUp(capacity));
    private readonly float[] _logSumExp = new float[1];

    /// <summary>The cache of each row.</summary>
    public List<KeyValueCache> Caches { get; } = [];

    /// <summary>The position of each row.</summary>
    public List<int> Positions { get; } = [];

    public void Attend(int layer, MatrixSpan qkv, MatrixSpan heads)
    {
        int d = shape.HeadDim, group = shape.Heads / shape.KeyValueHeads, window = shape.WindowOf(layer);
        for (int row = 0; row < qkv.Rows; row++)
        {
            Span<float> from = qkv.Data.Slice(row * qkv.RowStride, qkv.Columns), to = heads.Data.Slice(row * heads.RowStride, heads.Columns);
            KeyValueCache cache = Caches[row];
            int position = Positions[row];
            cache.Store(layer, position, from);

            // From a whole vector on, so that sums fall into the same lanes as over the whole past.
            int start = Math.Max(cache.FirstPosition(layer), Math.Max(0, position + 1 - window) / Alignment.Floats * Alignment.Floats);
            int length = position + 1 - start;
            for (int head = 0; head < shape.Heads; head++)
            {
                var weights = new MatrixSpan(_weights.Span, 1, length, _weights.Length);
                kernels.MatMul(new Matrix(from.Slice(head * d, d), 1, d), cache.Keys(layer, head / group, start, length), false, weights);
                kernels.CausalSoftmax(weights, length - 1, window, (float)(1 / Math.Sqrt(d)), _logSumExp);
                kernels.MatMul(weights, cache.Values(layer, head / group, start, length), false, new MatrixSpan(to.Slice(head * d, d), 1, d));
            }
        }
    }
}

/// <summary>Attention over a whole prompt that keeps its keys and values.</summary>
internal sealed class PrefillAttention(SequenceAttention attention, KeyValueCache cache) : IAttention
{
    /// <summary>Fills an emptied cache with a prompt; gives the logits of the pixel behind it [1, vocabulary].</summary>
    public static MatrixSpan Prefill(Transformer model, ReadOnlySpan<int> prompt, Activations activations, KeyValueCache cache)
    {
        cache.Clear();
        var attention = new PrefillAttention(activations.WithinSequence(), cache);
        MatrixSpan logits = model.Forward(prompt, activations.Positions.AsSpan(0, prompt.Length), activations, attention);
        return new MatrixSpan(logits.Data[((prompt.Length - 1) * logits.RowStride)..], 1, logits.Columns, logits.RowStride);
    }

    public void Attend(int layer, MatrixSpan qkv, MatrixSpan heads)
    {
        attention.Attend(layer, qkv, heads);
        for (int row = 0; row < qkv.Rows; row++) cache.Store(layer, row, qkv.Data.Slice(row * qkv.RowStride, qkv.Columns));
    }
}
