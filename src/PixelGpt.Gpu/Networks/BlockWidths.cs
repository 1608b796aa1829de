using PixelGpt.Models;

namespace PixelGpt.Gpu.Networks;

/// <summary>The number of floats per row of each buffer of a model.</summary>
/// <param name="Hidden">The residual stream.</param>
/// <param name="Qkv">Queries, keys and values.</param>
/// <param name="Heads">Outputs of all heads.</param>
/// <param name="Values">Values of all heads.</param>
/// <param name="OwnValues">The block's own values, with value residuals.</param>
/// <param name="RawQk">Queries and keys before their norm, with query-key norm.</param>
/// <param name="QkStatistics">Statistics of the norms of queries and keys.</param>
/// <param name="LogSums">Logarithms of sums in the softmax.</param>
/// <param name="Intermediate">The MLP's intermediate values.</param>
/// <param name="Gate">The MLP's gate, if it has one.</param>
/// <param name="Colors">Logits.</param>
/// <param name="Pointer">Query, key and gate of the pointer, if there is one.</param>
/// <param name="Pointed">Distribution of the pointer, if there is one.</param>
internal readonly record struct BlockWidths(
    int Hidden, int Qkv, int Heads, int Values, int OwnValues, int RawQk, int QkStatistics, int LogSums, int Intermediate, int Gate, int Colors, int Pointer, int Pointed)
{
    /// <summary>Returns the widths of a model. Everything that is computed on a device begins with them.</summary>
    /// <param name="d">Its description.</param>
    /// <exception cref="InputException">The blocks of the model are composed by a program.</exception>
    public static BlockWidths Of(TransformerDescription d)
    {
        if (d.Block is not null) throw new InputException("a model with blocks of a program cannot be computed on a graphics processor; use the device cpu");
        return new BlockWidths(
            d.HiddenSize, d.QkvWidth, d.QueryWidth, d.KeyValueWidth, d.ValueResidual ? d.KeyValueWidth : 0, d.QueryKeyNorm ? d.QueryWidth + d.KeyValueWidth : 0,
            d.QueryKeyNorm ? 2 * (d.Heads + d.KeyValueHeads) : 0, d.Heads, d.IntermediateSize, d.Mlp == MlpKind.SwiGlu ? d.IntermediateSize : 0, d.VocabularySize,
            d.PointerSize > 0 ? (2 * d.PointerSize) + 1 : 0, d.PointerSize > 0 ? d.VocabularySize : 0);
    }

    /// <summary>The widths of the buffers of a block, in the order of <see cref="GpuBlockBuffers"/>.</summary>
    public int[] Block => [Hidden, Qkv, RawQk, OwnValues, Heads, Hidden, Hidden, Gate, Intermediate, Hidden, LogSums, 2, 2, QkStatistics];

    /// <summary>The widths of the buffers that all blocks share, in the order of <see cref="GpuBuffers"/>.</summary>
    public int[] Shared => [Hidden, Hidden, 2, Colors, Hidden, Intermediate, 1, Pointer, Pointed, Pointed, Math.Min(Pointer, 1)];

    /// <summary>The widths of the buffers of gradients, in the order of <see cref="GpuGradientBuffers"/>.</summary>
    public int[] Gradients => [Hidden, Hidden, Hidden, Intermediate, Gate, Heads, Qkv, Math.Max(LogSums, 1), OwnValues, OwnValues, Pointer, Pointed];
}
