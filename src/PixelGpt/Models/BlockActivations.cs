using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>The results of one block's forward pass over up to <c>rows</c> positions that its backward pass reads.</summary>
internal sealed class BlockActivations(TransformerDescription description, int rows)
{
    /// <summary>The output of the norm before attention [T, D].</summary>
    public FloatBuffer AttentionNorm { get; } = new(rows * description.HiddenSize);

    /// <summary>Queries, keys and values side by side, after query-key norm and rotary embedding [T, qkv width].</summary>
    public FloatBuffer Qkv { get; } = new(rows * description.QkvWidth);

    /// <summary>Queries and keys before query-key norm [T, query width + key width]; empty without query-key norm.</summary>
    public FloatBuffer UnnormalizedQk { get; } = new(description.QueryKeyNorm ? rows * (description.QueryWidth + description.KeyValueWidth) : 0);

    /// <summary>The block's own values, before the value residual [T, key-value width]; empty without value residuals.</summary>
    public FloatBuffer OwnValues { get; } = new(description.ValueResidual ? rows * description.KeyValueWidth : 0);

    /// <summary>The outputs of all heads side by side [T, query width].</summary>
    public FloatBuffer Heads { get; } = new(rows * description.QueryWidth);

    /// <summary>The residual stream after attention [T, D].</summary>
    public FloatBuffer AfterAttention { get; } = new(rows * description.HiddenSize);

    /// <summary>The output of the norm before the MLP [T, D].</summary>
    public FloatBuffer MlpNorm { get; } = new(rows * description.HiddenSize);

    /// <summary>The output of the MLP's gate projection [T, intermediate]; empty without a gate.</summary>
    public FloatBuffer Gate { get; } = new(description.Mlp == MlpKind.SwiGlu ? rows * description.IntermediateStride : 0);

    /// <summary>The output of the MLP's up projection [T, intermediate].</summary>
    public FloatBuffer Up { get; } = new(rows * description.IntermediateStride);

    /// <summary>The residual stream after the block [T, D].</summary>
    public FloatBuffer Output { get; } = new(rows * description.HiddenSize);

    /// <summary>The logarithm of each row's softmax sum [heads, rows].</summary>
    public FloatBuffer LogSumExp { get; } = new(rows * description.Heads);

    private FloatBuffer Statistics { get; } = new(rows * 4);

    private FloatBuffer QkRstd { get; } = new(description.QueryKeyNorm ? rows * (description.Heads + description.KeyValueHeads) : 0);

    /// <summary>Returns the statistics of the norm before attention for <paramref name="length"/> rows.</summary>
    public NormStatistics AttentionNormStatistics(int length) => new(Statistics[0, length], Statistics[rows, length]);

    /// <summary>Returns the statistics of the norm before the MLP for <paramref name="length"/> rows.</summary>
    public NormStatistics MlpNormStatistics(int length) => new(Statistics[2 * rows, length], Statistics[3 * rows, length]);

    /// <summary>Returns the inverse root mean squares of one head of queries or keys [T]. Query heads come first.</summary>
    public Span<float> QkStatistics(int head, int length) => QkRstd[head * rows, length];
}
