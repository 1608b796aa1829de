using PixelGpt.Models;
using PixelGpt.Numerics;

namespace PixelGpt.Generation;

/// <summary>
/// The keys and values of one sequence's past, for every layer. Keys lie transposed, so that the scores of a new
/// pixel against the whole past are one product along rows.
/// </summary>
internal sealed class KeyValueCache
{
    private readonly int _hidden;
    private readonly int _stride;
    private readonly FloatBuffer[] _keys;
    private readonly FloatBuffer[] _values;

    public KeyValueCache(TransformerDescription shape, int capacity)
    {
        _hidden = shape.HiddenSize;
        _stride = Alignment.RoundUp(capacity);
        _keys = [.. Enumerable.Range(0, shape.Layers).Select(_ => new FloatBuffer(_hidden * _stride))];
        _values = [.. Enumerable.Range(0, shape.Layers).Select(_ => new FloatBuffer(_stride * _hidden))];
    }

    /// <summary>Keeps the keys and values of a row of qkv [3D] at a position.</summary>
    public void Store(int layer, int position, ReadOnlySpan<float> qkv)
    {
        Span<float> keys = _keys[layer].Span;
        ReadOnlySpan<float> key = qkv.Slice(_hidden, _hidden);
        for (int i = 0, to = position; i < key.Length; i++, to += _stride) keys[to] = key[i];
        qkv.Slice(2 * _hidden, _hidden).CopyTo(_values[layer][position * _hidden, _hidden]);
    }

    /// <summary>One head's keys, transposed: [head_dim, length].</summary>
    public Matrix Keys(int layer, int head, int headDim, int length) =>
        new(_keys[layer].Span[(head * headDim * _stride)..], headDim, length, _stride);

    /// <summary>One head's values [length, head_dim].</summary>
    public Matrix Values(int layer, int head, int headDim, int length) =>
        new(_values[layer].Span[(head * headDim)..], length, headDim, _hidden);
}
