using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>Attention of consecutive prompt positions of one sequence to its KV cache and to one another.</summary>
internal sealed class PromptAttention : ICachedAttention
{
    /// <summary>The maximum number of rows per chunk: a multiple of the matrix tile height, small enough that a block's activations stay in the core's cache.</summary>
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

        // The extra cache line prevents rows from mapping to the same cache sets.
        _stride = Alignment.RoundUp(capacity, KeyValueCacheSpan.BlockPositions) + Alignment.Floats;
        _weights = new FloatBuffer(MaxRows * _stride);
    }

    /// <summary>The KV cache of the sequence.</summary>
    public KeyValueCache? Cache { get; set; }

    /// <summary>The position of the first row.</summary>
    public int First { get; set; }

    /// <summary>The synchronisation with the threads that process other chunks of the same prompt; null if there are none.</summary>
    public PipelinedPrefill? Pipeline { get; set; }

    public void Store(int layer, MatrixSpan qkv)
    {
        Cache!.Store(layer, First, qkv);
        Pipeline?.MarkStored(layer, First);
    }

    public void StorePointerKey(int row, ReadOnlySpan<float> key) => Cache!.PointerKeys.Store(First + row, key);

    public ReadOnlySpan<float> PointerWeights(int row, ReadOnlySpan<float> query) => Cache!.PointerKeys.Weights(_kernels, query, First + row, _weights.Span);

    public void Attend(int layer, MatrixSpan qkv, MatrixSpan heads)
    {
        Store(layer, qkv);
        Pipeline?.WaitForEarlierChunks(layer, First);
        KeyValueCacheSpan past = Cache!.VisibleFrom(layer, First, out int start);
        int d = _shape.HeadDim, group = _shape.Heads / _shape.KeyValueHeads, count = First + qkv.Rows - start;
        var weights = new MatrixSpan(_weights.Span, qkv.Rows, count, _stride);
        for (int head = 0; head < _shape.Heads; head++)
        {
            var queries = new ReadOnlyMatrixSpan(qkv.Data[(head * d)..], qkv.Rows, d, qkv.RowStride);
            for (int first = 0; first < count; first += KeyValueCacheSpan.BlockPositions)
            {
                // Rounded up to whole vectors: the softmax masks everything after a row's own position.
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
