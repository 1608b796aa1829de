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
}
