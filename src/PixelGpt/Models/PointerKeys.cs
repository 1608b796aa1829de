using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>The keys of a colour pointer for the positions of one sequence, transposed [key size, positions].</summary>
internal sealed class PointerKeys
{
    private readonly int _size;
    private readonly int _stride;
    private readonly FloatBuffer _keys;

    /// <summary>Allocates the keys.</summary>
    /// <param name="size">Key size; 0 for a model without a pointer.</param>
    /// <param name="capacity">Maximum number of positions.</param>
    public PointerKeys(int size, int capacity)
    {
        _size = size;
        _stride = StrideOf(capacity);
        _keys = new FloatBuffer(checked(size * _stride));
    }

    /// <summary>Returns the length of a row of weights, in floats.</summary>
    /// <param name="capacity">Maximum number of positions.</param>
    public static int StrideOf(int capacity) => Alignment.RoundUp(capacity);

    /// <summary>Stores the key of one position.</summary>
    /// <param name="position">The position.</param>
    /// <param name="key">Key [key size].</param>
    public void Store(int position, ReadOnlySpan<float> key)
    {
        Span<float> keys = _keys.Span;
        for (int i = 0; i < _size; i++) keys[(i * _stride) + position] = key[i];
    }

    /// <summary>Copies the keys of the first positions of another sequence.</summary>
    /// <param name="other">Keys of the other sequence.</param>
    /// <param name="positions">Number of positions.</param>
    public void CopyFrom(PointerKeys other, int positions)
    {
        for (int i = 0; i < _size; i++) other._keys[i * other._stride, positions].CopyTo(_keys[i * _stride, positions]);
    }

    /// <summary>Computes the attention weights of a position over itself and all earlier positions, whose keys are stored.</summary>
    /// <param name="kernels">Kernels to compute with.</param>
    /// <param name="query">Query [key size].</param>
    /// <param name="position">The position.</param>
    /// <param name="weights">Temporary memory of at least <see cref="StrideOf"/> floats.</param>
    /// <returns>The weights of positions 0 to <paramref name="position"/>.</returns>
    public ReadOnlySpan<float> Weights(IKernels kernels, ReadOnlySpan<float> query, int position, Span<float> weights)
    {
        // Whole vectors: the softmax ignores everything after the position.
        int columns = StrideOf(position + 1);
        var scores = new MatrixSpan(weights, 1, columns);
        kernels.MatMul(new ReadOnlyMatrixSpan(query, 1, _size), new ReadOnlyMatrixSpan(_keys.Span, _size, columns, _stride), false, scores);
        Span<float> logSumExp = stackalloc float[1];
        kernels.CausalSoftmax(scores, new CausalSoftmaxOptions(new CausalMask(position), (float)(1 / Math.Sqrt(_size))), logSumExp);
        return weights[..(position + 1)];
    }
}
