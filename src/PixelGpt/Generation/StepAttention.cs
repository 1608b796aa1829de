using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>
/// Attention of single new positions of several sequences to their KV caches. Sums have the same order as in
/// <see cref="SequenceAttention"/>, so logits with and without cache are bit-identical.
/// </summary>
internal sealed class StepAttention(TransformerDescription shape, IKernels kernels, int rows, int capacity) : IAttention, IPointerCache
{
    private readonly FloatBuffer _scratch = new(shape.Heads * Alignment.RoundUp(capacity, KeyValueCacheSpan.BlockPositions));
    private readonly float _scale = (float)(1 / Math.Sqrt(shape.HeadDim));

    /// <summary>The KV cache of each row's sequence.</summary>
    public KeyValueCache[] Caches { get; } = new KeyValueCache[rows];

    /// <summary>The position of each row in its sequence.</summary>
    public int[] Positions { get; } = new int[rows];

    public void StorePointerKey(int row, ReadOnlySpan<float> key) => Caches[row].PointerKeys.Store(Positions[row], key);

    public ReadOnlySpan<float> PointerWeights(int row, ReadOnlySpan<float> query) => Caches[row].PointerKeys.Weights(kernels, query, Positions[row], _scratch.Span);

    public void Attend(int layer, MatrixSpan qkv, MatrixSpan heads)
    {
        int window = shape.WindowOf(layer);
        for (int row = 0; row < qkv.Rows; row++)
        {
            Span<float> from = qkv.Data.Slice(row * qkv.RowStride, qkv.Columns), to = heads.Data.Slice(row * heads.RowStride, heads.Columns);
            int position = Positions[row];
            Caches[row].Store(layer, position, new MatrixSpan(from, 1, qkv.Columns));
            KeyValueCacheSpan past = Caches[row].VisibleFrom(layer, position, out int start);
            kernels.AttendCached(from[..shape.QueryWidth], past, position + 1 - start, window, _scale, _scratch.Span, to);
        }
    }
}
