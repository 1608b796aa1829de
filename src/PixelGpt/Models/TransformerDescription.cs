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

    /// <summary>Attention heads; they share the hidden size equally.</summary>
    public required int Heads { get; init; }

    /// <summary>The width inside the MLP.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>What is added to the variance before its root is taken.</summary>
    public required float NormEpsilon { get; init; }

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

    /// <summary>The width of one head.</summary>
    public int HeadDim => HiddenSize / Heads;
}

/// <summary>What a family calls its parts in a state dict. <c>{0}</c> stands for the layer; <c>.weight</c> and <c>.bias</c> follow.</summary>
public sealed record ParameterNames
{
    /// <summary>The token embedding.</summary>
    public required string TokenEmbedding { get; init; }

    /// <summary>The learned position embedding.</summary>
    public required string PositionEmbedding { get; init; }

    /// <summary>The norm before attention.</summary>
    public required string AttentionNorm { get; init; }

    /// <summary>The projection to queries, keys and values.</summary>
    public required string AttentionInput { get; init; }

    /// <summary>The projection of the heads' output.</summary>
    public required string AttentionOutput { get; init; }

    /// <summary>The norm before the MLP.</summary>
    public required string MlpNorm { get; init; }

    /// <summary>The MLP's first projection.</summary>
    public required string MlpUp { get; init; }

    /// <summary>The MLP's second projection.</summary>
    public required string MlpDown { get; init; }

    /// <summary>The norm before the head.</summary>
    public required string FinalNorm { get; init; }

    /// <summary>The head, where it is not tied.</summary>
    public required string Head { get; init; }
}
