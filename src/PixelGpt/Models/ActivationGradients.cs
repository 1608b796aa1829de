using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>Buffers for the gradients of activations during a backward pass over up to <c>rows</c> positions. All blocks use the same buffers in turn.</summary>
internal sealed class ActivationGradients(TransformerDescription description, int rows)
{
    /// <summary>Gradient of the residual stream [T, D].</summary>
    public FloatBuffer Residual { get; } = new(rows * description.HiddenSize);

    /// <summary>Gradient of the output of attention or MLP, before it is added to the residual stream [T, D].</summary>
    public FloatBuffer Branch { get; } = new(rows * description.HiddenSize);

    /// <summary>Gradient of the output of a norm [T, D].</summary>
    public FloatBuffer Norm { get; } = new(rows * description.HiddenSize);

    /// <summary>Gradient of the MLP's activation output and then of its up projection [chunk rows, intermediate].</summary>
    public FloatBuffer Up { get; } = new(Mlp.MaxChunkRows(rows) * description.IntermediateStride);

    /// <summary>Gradient of the MLP's gate projection [chunk rows, intermediate]; empty without a gate.</summary>
    public FloatBuffer Gate { get; } = new(description.Mlp == MlpKind.SwiGlu ? Mlp.MaxChunkRows(rows) * description.IntermediateStride : 0);

    /// <summary>Gradient of the outputs of all heads [T, query width].</summary>
    public FloatBuffer Heads { get; } = new(rows * description.QueryWidth);

    /// <summary>Gradient of queries, keys and values [T, qkv width].</summary>
    public FloatBuffer Qkv { get; } = new(rows * description.QkvWidth);

    /// <summary>Gradient of one head of normalised queries or keys [T, head size]; empty without query-key norm.</summary>
    public FloatBuffer QkHead { get; } = new(description.QueryKeyNorm ? rows * description.HeadDim : 0);

    /// <summary>Gradient of the first block's values by the value residuals of later blocks [T, key-value width]; empty without value residuals.</summary>
    public FloatBuffer FirstValues { get; } = new(description.ValueResidual ? rows * description.KeyValueWidth : 0);
}
