using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>What one block computes on its way forward and needs again on its way back, for up to <c>rows</c> positions.</summary>
internal sealed class BlockActivations(TransformerDescription shape, int rows)
{
    /// <summary>The normalised input [T, D].</summary>
    public FloatBuffer AttentionNorm { get; } = new(rows * shape.HiddenSize);

    /// <summary>Queries, keys and values side by side [T, 3D].</summary>
    public FloatBuffer Qkv { get; } = new(rows * 3 * shape.HiddenSize);

    /// <summary>The heads' outputs side by side [T, D].</summary>
    public FloatBuffer Heads { get; } = new(rows * shape.HiddenSize);

    /// <summary>The residual stream between attention and MLP [T, D].</summary>
    public FloatBuffer Middle { get; } = new(rows * shape.HiddenSize);

    /// <summary>The normalised middle [T, D].</summary>
    public FloatBuffer MlpNorm { get; } = new(rows * shape.HiddenSize);

    /// <summary>The MLP before its activation [T, intermediate].</summary>
    public FloatBuffer Up { get; } = new(rows * shape.IntermediateSize);

    /// <summary>The MLP after its activation [T, intermediate].</summary>
    public FloatBuffer Activated { get; } = new(rows * shape.IntermediateSize);

    /// <summary>The residual stream behind the block [T, D].</summary>
    public FloatBuffer Output { get; } = new(rows * shape.HiddenSize);

    /// <summary>The logarithm of each row's softmax sum [heads, rows].</summary>
    public FloatBuffer LogSumExp { get; } = new(rows * shape.Heads);

    private FloatBuffer Statistics { get; } = new(rows * 4);

    /// <summary>The first norm's statistics for <paramref name="length"/> rows.</summary>
    public NormStatistics AttentionNormStatistics(int length) => new(Statistics[0, length], Statistics[rows, length]);

    /// <summary>The second norm's statistics for <paramref name="length"/> rows.</summary>
    public NormStatistics MlpNormStatistics(int length) => new(Statistics[2 * rows, length], Statistics[3 * rows, length]);
}
