using System.Collections.Immutable;

namespace PixelGpt.Models;

/// <summary>What a family calls its parts in a state dict. <c>{0}</c> stands for the layer; <c>.weight</c> and <c>.bias</c> follow.</summary>
public sealed record ParameterNames
{
    /// <summary>The token embedding.</summary>
    public required string TokenEmbedding { get; init; }

    /// <summary>The learned position embedding, where there is one.</summary>
    public string PositionEmbedding { get; init; } = "";

    /// <summary>The norm before attention.</summary>
    public required string AttentionNorm { get; init; }

    /// <summary>The projection to queries, keys and values: one name where it is fused, else three.</summary>
    public required ImmutableArray<string> AttentionInput { get; init; }

    /// <summary>The norms of queries and of keys, where there are such.</summary>
    public (string Query, string Key) QueryKeyNorm { get; init; }

    /// <summary>The projection of the heads' output.</summary>
    public required string AttentionOutput { get; init; }

    /// <summary>The norm before the MLP.</summary>
    public required string MlpNorm { get; init; }

    /// <summary>The gate of the MLP, where there is one.</summary>
    public string MlpGate { get; init; } = "";

    /// <summary>The MLP's first projection.</summary>
    public required string MlpUp { get; init; }

    /// <summary>The MLP's second projection.</summary>
    public required string MlpDown { get; init; }

    /// <summary>The norm before the head.</summary>
    public required string FinalNorm { get; init; }

    /// <summary>The head, where it is not tied.</summary>
    public required string Head { get; init; }
}
