using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// The attention between rows, the only operation of a transformer in which rows depend on each other. Training attends
/// within a sequence and a decoder attends to its KV cache; the rest of a block is the same for both.
/// </summary>
internal interface IAttention
{
    /// <summary>Computes the outputs of all heads.</summary>
    /// <param name="layer">Index of the layer.</param>
    /// <param name="qkv">Queries, keys and values side by side [T, qkv width].</param>
    /// <param name="heads">Receives the outputs of the heads side by side [T, query width].</param>
    void Attend(int layer, MatrixSpan qkv, MatrixSpan heads);

    /// <summary>Stores the key of a row for the colour pointer.</summary>
    /// <param name="row">Index of the row.</param>
    /// <param name="key">Key [pointer size].</param>
    void StorePointerKey(int row, ReadOnlySpan<float> key);

    /// <summary>Computes the weights of the colour pointer over a row's own and all earlier positions, whose keys are stored.</summary>
    /// <param name="row">Index of the row.</param>
    /// <param name="query">Query [pointer size].</param>
    /// <returns>The weights, in a buffer that the next call overwrites.</returns>
    ReadOnlySpan<float> PointerWeights(int row, ReadOnlySpan<float> query);
}
