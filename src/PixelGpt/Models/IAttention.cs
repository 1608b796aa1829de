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

/// <summary>Attention to a cache, which takes in the keys and values of the rows it is shown.</summary>
internal interface ICachedAttention : IAttention
{
    /// <summary>Takes in keys and values [T, qkv width], for later rows to see.</summary>
    void Store(int layer, MatrixSpan qkv);
}
