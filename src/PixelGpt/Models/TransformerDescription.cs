using System.Collections.Immutable;
using PixelGpt.Numerics;

namespace PixelGpt.Models;

/// <summary>
/// A decoder-only transformer described by its parts. A family reads this from its own <c>config.json</c>;
/// <see cref="Transformer"/> is built from it and from nothing else.
/// </summary>
public sealed record TransformerDescription
{
    /// <summary>Tokens: the colours of the palette.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The most positions a sequence may have.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>The width of the residual stream, D.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Transformer blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Heads of queries.</summary>
    public required int Heads { get; init; }

    /// <summary>Heads of keys and values; each serves an equal number of query heads (Ainslie et al. 2023).</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>The width of one head.</summary>
    public required int HeadDim { get; init; }

    /// <summary>The width inside the MLP.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>How far rows of that width are apart in memory: they start where vectors like them.</summary>
    internal int IntermediateStride => Alignment.RoundUp(IntermediateSize);

    /// <summary>How rows are normalised.</summary>
    public required NormKind Norm { get; init; }

    /// <summary>What is added to the variance, or the mean square, before its root is taken.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>The base of rotary positions; null for learned ones.</summary>
    public float? RopeTheta { get; init; }

    /// <summary>How rotary positions are stretched; null for as they are.</summary>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>Whether queries and keys are normalised head by head (Qwen3).</summary>
    public bool QueryKeyNorm { get; init; }

    /// <summary>How many positions each layer's attention sees at the most, itself among them; null for all.</summary>
    public ImmutableArray<int?> Windows { get; init; } = [];

    /// <summary>What stands between the MLP's projections.</summary>
    public required MlpKind Mlp { get; init; }

    /// <summary>How weights lie in the state dict.</summary>
    public required WeightLayout Layout { get; init; }

    /// <summary>Whether the projection to queries, keys and values has biases.</summary>
    public bool AttentionInputBias { get; init; }

    /// <summary>Whether the projection of the heads' output has a bias.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>Whether the MLP's projections have biases.</summary>
    public bool MlpBias { get; init; }

    /// <summary>Dropout of the embeddings.</summary>
    public float EmbeddingDropout { get; init; }

    /// <summary>Dropout of the attention weights.</summary>
    public float AttentionDropout { get; init; }

    /// <summary>Dropout of what a block adds to the residual stream.</summary>
    public float ResidualDropout { get; init; }

    /// <summary>Whether the output head is the token embedding itself.</summary>
    public required bool TiedHead { get; init; }

    /// <summary>Standard deviation of initial weights and embeddings.</summary>
    public required float InitializerRange { get; init; }

    /// <summary>Standard deviation of the initial weights that project into the residual stream.</summary>
    public required float ResidualInitializerRange { get; init; }

    /// <summary>The state dict's names for the parts.</summary>
    public required ParameterNames Names { get; init; }

    /// <summary>The width of all query heads side by side.</summary>
    public int QueryWidth => Heads * HeadDim;

    /// <summary>The width of all key heads side by side, and of all value heads.</summary>
    public int KeyValueWidth => KeyValueHeads * HeadDim;

    /// <summary>The width of queries, keys and values side by side.</summary>
    public int QkvWidth => QueryWidth + (2 * KeyValueWidth);

    /// <summary>How many positions a layer sees at the most, as a number.</summary>
    internal int WindowOf(int layer) => layer < Windows.Length ? Windows[layer] ?? int.MaxValue : int.MaxValue;
}

/// <summary>How rows are normalised.</summary>
public enum NormKind
{
    /// <summary>Mean and variance, scale and shift.</summary>
    LayerNorm,

    /// <summary>Root mean square, scale.</summary>
    RmsNorm,
}

/// <summary>What stands between an MLP's projections.</summary>
public enum MlpKind
{
    /// <summary>gelu_new.</summary>
    GeluNew,

    /// <summary>SwiGLU: a gate beside the first projection.</summary>
    SwiGlu,
}

/// <summary>How a weight lies in memory.</summary>
public enum WeightLayout
{
    /// <summary>[in, out], as GPT-2's Conv1D keeps it.</summary>
    InOut,

    /// <summary>[out, in], as torch.nn.Linear keeps it.</summary>
    OutIn,
}
