using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// How rows look at one another: the only place of a transformer where they do. Training attends within a sequence,
/// a decoder attends to its cache; everything else of a block is the same for both.
/// </summary>
internal interface IAttention
{
    /// <summary>The heads' outputs [T, query width] for queries, keys and values side by side [T, qkv width].</summary>
    void Attend(int layer, MatrixSpan qkv, MatrixSpan heads);
}
