using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>
/// Attention of single new pixels, each of a sequence of its own, to their cached pasts. Every sum runs in the same
/// order as in <see cref="SequenceAttention"/>, so cached and uncached logits are the same bits.
/// </summary>
internal sealed class StepAttention(TransformerDescription shape, IKernels kernels, int rows, int capacity) : IAttention
{
    private readonly FloatBuffer _scratch = new(shape.Heads * Alignment.RoundUp(capacity, KeyValueCacheSpan.BlockPositions));
    private readonly float _scale = (float)(1 / Math.Sqrt(shape.HeadDim));

    /// <summary>The cache of each row.</summary>
    public KeyValueCache[] Caches { get; } = new KeyValueCache[rows];

    /// <summary>The position of each row.</summary>
    public int[] Positions { get; } = new int[rows];

    public void Attend(int layer, MatrixSpan qkv, MatrixSpan heads)
    {
        int window = shape.WindowOf(layer);
        for (int row = 0; row < qkv.Rows; row++)
        {
            Span<float> from = qkv.Data.Slice(row * qkv.RowStride, qkv.Columns), to = heads.Data.Slice(row * heads.RowStride, heads.Columns);
            int position = Positions[row];
            Caches[row].Store(layer, position, new MatrixSpan(from, 1, qkv.Columns));
            KeyValueCacheSpan past = Caches[row].SeenFrom(layer, position, out int start);
            kernels.AttendCached(from[..shape.QueryWidth], past, position + 1 - start, window, _scale, _scratch.Span, to);
        }
    }
}

/// <summary>Attention of a run of one sequence's pixels to its cached past and to one another.</summary>
internal sealed class PromptAttention : ICachedAttention
{
    /// <summary>Pixels a run has at the most: whole tiles of rows, and few enough that what a block computes stays near.</summary>
    public const int MaxRows = 48;

    private readonly TransformerDescription _shape;
    private readonly IKernels _kernels;
    private readonly int _stride;
    private readonly FloatBuffer _weights;
    private readonly FloatBuffer _logSumExp = new(MaxRows);

    public PromptAttention(TransformerDescription shape, IKernels kernels, int capacity)
    {
        _shape = shape;
        _kernels = kernels;

        // A cache line more, so that rows do not fall on top of one another in the cache.
        _stride = Alignment.RoundUp(capacity, KeyValueCacheSpan.BlockPositions) + Alignment.Floats;
        _weights = new FloatBuffer(MaxRows * _stride);
    }

    /// <summary>The sequence's cache.</summary>
    public KeyValueCache? Cache { get; set; }

    /// <summary>The position of the first row.</summary>
    public int First { get; set; }

    /// <summary>Where other threads read other runs of the sequence, what keeps them in step.</summary>
    public PromptRelay? Relay { get; set; }

    public void Store(int layer, MatrixSpan qkv)
    {
        Cache!.Store(layer, First, qkv);
        Relay?.Store(layer, First);
    }

    public void Attend(int layer, MatrixSpan qkv, MatrixSpan heads)
    {
        Store(layer, qkv);
        Relay?.Await(layer, First);
        KeyValueCacheSpan past = Cache!.SeenFrom(layer, First, out int start);
        int d = _shape.HeadDim, group = _shape.Heads / _shape.KeyValueHeads, count = First + qkv.Rows - start;
        var weights = new MatrixSpan(_weights.Span, qkv.Rows, count, _stride);
        for (int head = 0; head < _shape.Heads; head++)
        {
            var queries = new ReadOnlyMatrixSpan(qkv.Data[(head * d)..], qkv.Rows, d, qkv.RowStride);
            for (int first = 0; first < count; first += KeyValueCacheSpan.BlockPositions)
            {
                // Whole vectors: what is beyond a row's own position is masked in any case.
                int columns = Math.Min(KeyValueCacheSpan.BlockPositions, Alignment.RoundUp(count - first));
                ReadOnlyMatrixSpan keys = past.KeyBlock(head / group, first / KeyValueCacheSpan.BlockPositions);
                _kernels.MatMul(queries, keys, false, new MatrixSpan(_weights.Span[first..], qkv.Rows, columns, _stride));
            }

            _kernels.CausalSoftmax(weights, new CausalSoftmaxOptions(new CausalMask(First - start, _shape.WindowOf(layer)), (float)(1 / Math.Sqrt(d))), _logSumExp.Span);
            for (int panel = 0, first = 0; first < d; panel++, first += KeyValueCacheSpan.PanelColumns)
            {
                int columns = Math.Min(KeyValueCacheSpan.PanelColumns, d - first);
                _kernels.MatMul(weights, past.ValuePanel(head / group, panel, count), false, new MatrixSpan(heads.Data[((head * d) + first)..], qkv.Rows, columns, heads.RowStride));
            }
        }
    }
}
