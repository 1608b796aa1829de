using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>Attention to a KV cache, to which the keys and values of new rows are appended.</summary>
internal interface ICachedAttention : IAttention, IPointerCache
{
    /// <summary>Appends keys and values to the cache of one layer without computing attention.</summary>
    /// <param name="layer">Index of the layer.</param>
    /// <param name="qkv">Queries, keys and values side by side [T, qkv width].</param>
    void Store(int layer, MatrixSpan qkv);
}
