using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>
/// The KV cache of one sequence for one transformer: keys and values of earlier positions for every layer, in the layout of
/// <see cref="KeyValueCacheSpan"/>. A layer with a sliding window has room for about two windows, so that many old
/// entries are dropped at once. The tokens of all positions are stored too, for parts of a model that depend on them.
/// </summary>
internal sealed class KeyValueCache
{
    private readonly Layer[] _layers;

    public KeyValueCache(TransformerDescription shape, int capacity)
    {
        _layers = [.. Enumerable.Range(0, shape.Layers).Select(layer => new Layer(shape, shape.WindowOf(layer), capacity))];
        Tokens = new int[capacity];
        PointerKeys = new PointerKeys(shape.PointerSize, capacity);
    }

    /// <summary>The keys of the colour pointer.</summary>
    public PointerKeys PointerKeys { get; }

    /// <summary>The token of each position.</summary>
    public int[] Tokens { get; }

    /// <summary>Size of the picture.</summary>
    public PictureContext Picture { get; private set; }

    /// <summary>Removes all entries, for a new picture.</summary>
    /// <param name="picture">Size of the picture.</param>
    public void Start(PictureContext picture)
    {
        Picture = picture;
        foreach (Layer layer in _layers) layer.First = 0;
    }

    /// <summary>Copies the first <paramref name="positions"/> positions of another cache of the same model.</summary>
    public void CopyFrom(KeyValueCache other, int positions)
    {
        for (int i = 0; i < _layers.Length; i++) _layers[i].CopyFrom(other._layers[i], positions);
        Picture = other.Picture;
        other.Tokens.AsSpan(0, positions).CopyTo(Tokens);
        PointerKeys.CopyFrom(other.PointerKeys, positions);
    }

    /// <summary>Returns whether every layer has room for a number of positions at once, so that rows may be stored in any order.</summary>
    public bool CanHold(int positions) => _layers.All(layer => layer.Capacity >= positions);

    /// <summary>Stores keys and values of consecutive positions.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="position">Position of the first row.</param>
    /// <param name="qkv">Queries, keys and values, [count, qkv width]; at most one block of rows.</param>
    public void Store(int layer, int position, MatrixSpan qkv) => _layers[layer].Store(position, qkv);

    /// <summary>Returns the keys and values that a position attends to.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="position">The position that attends.</param>
    /// <param name="start">Position of the first returned entry.</param>
    public KeyValueCacheSpan VisibleFrom(int layer, int position, out int start) => _layers[layer].VisibleFrom(position, out start);

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

            // Twice the window, so that entries move only once per window, and two blocks for alignment and the rows of one store.
            long needed = window == int.MaxValue ? capacity : (2L * Alignment.RoundUp(Math.Min(window, capacity), Block)) + (2 * Block);
            Capacity = Alignment.RoundUp((int)Math.Min(capacity, needed), Block);
            _keys = new FloatBuffer(checked(shape.KeyValueWidth * Capacity));
            _values = new FloatBuffer(checked(shape.KeyValueHeads * KeyValueCacheSpan.PanelsOf(shape.HeadDim) * Panel * Capacity));
        }

        public int Capacity { get; }

        /// <summary>The position of the first entry; a multiple of the block size.</summary>
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

        public KeyValueCacheSpan VisibleFrom(int position, out int start)
        {
            // Starts at a block boundary, so that each position is summed in the same vector lane as without a window.
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
                // One block at a time, whose rows are written from left to right.
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

        /// <summary>Drops the entries that <paramref name="position"/> does not attend to, by moving the others to the front.</summary>
        private void DropOld(int position)
        {
            int shift = (Math.Max(0, position + 1 - _window) / Block * Block) - First;
            Move(this, shift, Capacity - shift);
            First += shift;
        }

        /// <summary>Copies entries of a layer, from column <paramref name="shift"/> on, to the front of this one. The capacities may differ.</summary>
        private void Move(Layer from, int shift, int count)
        {
            // One stripe per head of the keys and per panel of the values, of as many columns as the layer has room for.
            void CopyStripes(FloatBuffer source, FloatBuffer destination, int width)
            {
                int stripes = destination.Length / (width * Capacity);
                for (int i = 0; i < stripes; i++)
                    source[((i * from.Capacity) + shift) * width, count * width].CopyTo(destination[i * Capacity * width, count * width]);
            }

            CopyStripes(from._keys, _keys, _shape.HeadDim);
            CopyStripes(from._values, _values, Panel);
        }
    }
}
