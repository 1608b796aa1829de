using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>
/// The keys and values of one sequence's past, for every layer, as <see cref="KeyValueCacheSpan"/> lays them out. A layer
/// with a window keeps no more than its window and some room, so that old entries are dropped many at once.
/// </summary>
internal sealed class KeyValueCache
{
    private readonly Layer[] _layers;

    public KeyValueCache(TransformerDescription shape, int capacity) =>
        _layers = [.. Enumerable.Range(0, shape.Layers).Select(layer => new Layer(shape, shape.WindowOf(layer), capacity))];

    /// <summary>Forgets everything: a new sequence begins.</summary>
    public void Clear()
    {
        foreach (Layer layer in _layers) layer.First = 0;
    }

    /// <summary>Takes over what another cache of the same model holds of its first <paramref name="positions"/> positions.</summary>
    public void CopyFrom(KeyValueCache other, int positions)
    {
        for (int i = 0; i < _layers.Length; i++) _layers[i].CopyFrom(other._layers[i], positions);
    }

    /// <summary>Whether so many positions are kept at once in every layer: then rows may be stored in any order.</summary>
    public bool Holds(int positions) => _layers.All(layer => layer.Capacity >= positions);

    /// <summary>Keeps the keys and values of rows of qkv [count, qkv width], at most a block, at positions that follow one another.</summary>
    public void Store(int layer, int position, MatrixSpan qkv) => _layers[layer].Store(position, qkv);

    /// <summary>What a row at a position may look at, and the position where that begins.</summary>
    public KeyValueCacheSpan SeenFrom(int layer, int position, out int start) => _layers[layer].SeenFrom(position, out start);

    private sealed class Layer
    {
        private const int Block = KeyValueCacheSpan.BlockPositions;
        private const int Panel = KeyValueCacheSpan.PanelColumns;

        private readonly TransformerDescription _shape;
        private readonly int _window;
        private readonly FloatBuffer _keys;
        private readonly FloatBuffer _values;

        public Layer(TransformerDescription shape, int window, int capacity)
        {
            _shape = shape;
            _window = window;

            // Twice the window: old entries move out once a window; two blocks more for alignment and the rows that come at once.
            long needed = window == int.MaxValue ? capacity : (2L * Alignment.RoundUp(Math.Min(window, capacity), Block)) + (2 * Block);
            Capacity = Alignment.RoundUp((int)Math.Min(capacity, needed), Block);
            _keys = new FloatBuffer(checked(shape.KeyValueWidth * Capacity));
            _values = new FloatBuffer(checked(shape.KeyValueHeads * KeyValueCacheSpan.PanelsOf(shape.HeadDim) * Panel * Capacity));
        }

        public int Capacity { get; }

        /// <summary>The position that is kept first: a whole block's.</summary>
        public int First { get; set; }

        public void Store(int position, MatrixSpan qkv)
        {
            if (position + qkv.Rows - First > Capacity) DropOld(position);
            int d = _shape.HeadDim;
            for (int head = 0; head < _shape.KeyValueHeads; head++)
            {
                int from = _shape.QueryWidth + (head * d);
                StoreKeys(position - First, head, new ReadOnlyMatrixSpan(qkv.Data[from..], qkv.Rows, d, qkv.RowStride));
                StoreValues(position - First, head, new ReadOnlyMatrixSpan(qkv.Data[(from + _shape.KeyValueWidth)..], qkv.Rows, d, qkv.RowStride));
            }
        }

        public KeyValueCacheSpan SeenFrom(int position, out int start)
        {
            // From a whole block on, so that sums fall into the same lanes as over the whole past.
            start = Math.Max(First, Math.Max(0, position + 1 - _window) / Block * Block);
            return new KeyValueCacheSpan(_keys.Span, _values.Span, _shape.KeyValueHeads, _shape.HeadDim, Capacity).From(start - First);
        }

        public void CopyFrom(Layer other, int positions)
        {
            First = other.First;
            int count = Alignment.RoundUp(positions - First, Block);
            Move(other, 0, count);
        }

        private void StoreKeys(int column, int head, ReadOnlyMatrixSpan keys)
        {
            Span<float> to = _keys.Span.Slice(head * _shape.HeadDim * Capacity, _shape.HeadDim * Capacity);
            for (int row = 0, count; row < keys.Rows; row += count, column += count)
            {
                // As many as fall into one block: its rows are written from left to right.
                count = Math.Min(keys.Rows - row, Block - (column % Block));
                ReadOnlySpan<float> from = keys.Data[(row * keys.RowStride)..];
                Span<float> block = to.Slice((column / Block * Block * keys.Columns) + (column % Block));
                for (int i = 0; i < keys.Columns; i++)
                {
                    Span<float> line = block.Slice(i * Block, count);
                    for (int k = 0, at = i; k < line.Length; k++, at += keys.RowStride) line[k] = from[at];
                }
            }
        }

        private void StoreValues(int column, int head, ReadOnlyMatrixSpan values)
        {
            int panels = KeyValueCacheSpan.PanelsOf(values.Columns);
            for (int panel = 0; panel < panels; panel++)
            {
                int first = panel * Panel, width = Math.Min(Panel, values.Columns - first);
                Span<float> to = _values.Span[((((head * panels) + panel) * Capacity * Panel) + (column * Panel))..];
                for (int row = 0; row < values.Rows; row++) values.Data.Slice((row * values.RowStride) + first, width).CopyTo(to[(row * Panel)..]);
            }
        }

        /// <summary>Moves what a pixel at <paramref name="position"/> still sees to the front.</summary>
        private void DropOld(int position)
        {
            int shift = (Math.Max(0, position + 1 - _window) / Block * Block) - First;
            Move(this, shift, Capacity - shift);
            First += shift;
        }

        /// <summary>Takes over a cache's entries from column <paramref name="shift"/> on, to the front.</summary>
        private void Move(Layer from, int shift, int count)
        {
            static void Stretches(Span<float> source, Span<float> destination, int stretch, int first, int length)
            {
                for (int at = 0; at < source.Length; at += stretch) source.Slice(at + first, length).CopyTo(destination[at..]);
            }

            int d = _shape.HeadDim;
            Stretches(from._keys.Span, _keys.Span, d * Capacity, d * shift, d * count);
            Stretches(from._values.Span, _values.Span, Panel * Capacity, Panel * shift, Panel * count);
        }
    }
}
