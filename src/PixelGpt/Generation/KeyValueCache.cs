using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>
/// The keys and values of one sequence's past, for every layer. Keys lie transposed, so that the scores of a new
/// pixel against the past are one product along rows. A layer with a window keeps no more than its window and some
/// room, so that old entries are dropped many at once.
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

    /// <summary>Takes over what another cache of the same model holds.</summary>
    public void CopyFrom(KeyValueCache other)
    {
        for (int i = 0; i < _layers.Length; i++) _layers[i].CopyFrom(other._layers[i]);
    }

    /// <summary>Keeps the keys and values of a row of qkv at a position; positions rise one by one.</summary>
    public void Store(int layer, int position, ReadOnlySpan<float> qkv) => _layers[layer].Store(position, qkv);

    /// <summary>The first position of a layer's that may be read; a multiple of the widest vector, at or before what its window shows.</summary>
    public int FirstPosition(int layer) => _layers[layer].First;

    /// <summary>One key-value head's keys from position <paramref name="first"/> on, transposed: [head_dim, count].</summary>
    public Matrix Keys(int layer, int head, int first, int count) => _layers[layer].Keys(head, first, count);

    /// <summary>One key-value head's values from position <paramref name="first"/> on [count, head_dim].</summary>
    public Matrix Values(int layer, int head, int first, int count) => _layers[layer].Values(head, first, count);

    private sealed class Layer
    {
        private readonly TransformerDescription _shape;
        private readonly int _window;
        private readonly int _stride;
        private readonly FloatBuffer _keys;
        private readonly FloatBuffer _values;

        public Layer(TransformerDescription shape, int window, int capacity)
        {
            _shape = shape;
            _window = window;

            // Twice the window: old entries move out once a window, a vector more for alignment.
            long needed = window == int.MaxValue ? capacity : (2L * Alignment.RoundUp(window)) + Alignment.Floats;
            _stride = Alignment.RoundUp((int)Math.Min(capacity, needed));
            _keys = new FloatBuffer(shape.KeyValueWidth * _stride);
            _values = new FloatBuffer(_stride * shape.KeyValueWidth);
        }

        /// <summary>The position of the first column.</summary>
        public int First { get; set; }

        public void Store(int position, ReadOnlySpan<float> qkv)
        {
            if (position - First >= _stride) DropOld(position);
            int width = _shape.KeyValueWidth, column = position - First;
            Span<float> keys = _keys.Span;
            ReadOnlySpan<float> key = qkv.Slice(_shape.QueryWidth, width);
            for (int i = 0, to = column; i < width; i++, to += _stride) keys[to] = key[i];
            qkv.Slice(_shape.QueryWidth + width, width).CopyTo(_values[column * width, width]);
        }

        public void CopyFrom(Layer other)
        {
            other._keys.Span.CopyTo(_keys.Span);
            other._values.Span.CopyTo(_values.Span);
            First = other.First;
        }

        public Matrix Keys(int head, int first, int count) =>
            new(_keys.Span[((head * _shape.HeadDim * _stride) + first - First)..], _shape.HeadDim, count, _stride);

        public Matrix Values(int head, int first, int count) =>
            new(_values.Span[(((first - First) * _shape.KeyValueWidth) + (head * _shape.HeadDim))..], count, _shape.HeadDim, _shape.KeyValueWidth);

        /// <summary>Moves what a pixel at <paramref name="position"/> still sees to the front.</summary>
        private void DropOld(int position)
        {
            int width = _shape.KeyValueWidth, keep = Math.Max(0, position + 1 - _window);
            int shift = (keep / Alignment.Floats * Alignment.Floats) - First, count = _stride - shift;
            for (int row = 0; row < width; row++) _keys.Span.Slice((row * _stride) + shift, count).CopyTo(_keys.Span[(row * _stride)..]);
            _values.Span.Slice(shift * width, count * width).CopyTo(_values.Span);
            First += shift;
        }
    }
}
