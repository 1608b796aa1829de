using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>What one block computes on its way forward and needs again on its way back, for up to <c>rows</c> positions.</summary>
internal sealed class BlockActivations(TransformerDescription shape, int rows)
{
    /// <summary>The normalised input [T, D].</summary>
    public FloatBuffer AttentionNorm { get; } = new(rows * shape.HiddenSize);

    /// <summary>Queries, keys and values side by side, as attention sees them [T, qkv width].</summary>
    public FloatBuffer Qkv { get; } = new(rows * shape.QkvWidth);

    /// <summary>Queries and keys before their own normalisation [T, query + key width]; empty where there is none.</summary>
    public FloatBuffer RawQk { get; } = new(shape.QueryKeyNorm ? rows * (shape.QueryWidth + shape.KeyValueWidth) : 0);

    /// <summary>The heads' outputs side by side [T, query width].</summary>
    public FloatBuffer Heads { get; } = new(rows * shape.QueryWidth);

    /// <summary>The residual stream between attention and MLP [T, D].</summary>
    public FloatBuffer Middle { get; } = new(rows * shape.HiddenSize);

    /// <summary>The normalised middle [T, D].</summary>
    public FloatBuffer MlpNorm { get; } = new(rows * shape.HiddenSize);

    /// <summary>The MLP's gate [T, intermediate]; empty where there is none.</summary>
    public FloatBuffer Gate { get; } = new(shape.Mlp == MlpKind.SwiGlu ? rows * shape.IntermediateStride : 0);

    /// <summary>The MLP before its activation [T, intermediate].</summary>
    public FloatBuffer Up { get; } = new(rows * shape.IntermediateStride);

    /// <summary>The residual stream behind the block [T, D].</summary>
    public FloatBuffer Output { get; } = new(rows * shape.HiddenSize);

    /// <summary>The logarithm of each row's softmax sum [heads, rows].</summary>
    public FloatBuffer LogSumExp { get; } = new(rows * shape.Heads);

    private FloatBuffer Statistics { get; } = new(rows * 4);

    private FloatBuffer QkRstd { get; } = new(shape.QueryKeyNorm ? rows * (shape.Heads + shape.KeyValueHeads) : 0);

    /// <summary>The first norm's statistics for <paramref name="length"/> rows.</summary>
    public NormStatistics AttentionNormStatistics(int length) => new(Statistics[0, length], Statistics[rows, length]);

    /// <summary>The second norm's statistics for <paramref name="length"/> rows.</summary>
    public NormStatistics MlpNormStatistics(int length) => new(Statistics[2 * rows, length], Statistics[3 * rows, length]);

    /// <summary>One head's inverse root mean squares, query heads first.</summary>
    public Span<float> QkStatistics(int head, int length) => QkRstd[head * rows, length];
}
