namespace PixelGpt.Models.Families;

/// <summary>The keys of <c>config.json</c> that <c>--layers</c>, <c>--heads</c>, <c>--dim</c> and <c>--dropout</c> change. The default values are those of most families in Hugging Face transformers.</summary>
public sealed record ShapeKeys
{
    /// <summary>The key of the number of layers.</summary>
    public string Layers { get; init; } = "num_hidden_layers";

    /// <summary>The key of the number of query heads.</summary>
    public string Heads { get; init; } = "num_attention_heads";

    /// <summary>The key of the number of key and value heads; null if the family has as many as query heads.</summary>
    public string? KeyValueHeads { get; init; } = "num_key_value_heads";

    /// <summary>The key of the head size; it is changed only if the configuration has it.</summary>
    public string HeadDim { get; init; } = "head_dim";

    /// <summary>The key of the hidden size.</summary>
    public string HiddenSize { get; init; } = "hidden_size";

    /// <summary>The key of the hidden size of the MLP.</summary>
    public string IntermediateSize { get; init; } = "intermediate_size";

    /// <summary>The keys of the dropout rates.</summary>
    public IReadOnlyList<string> Dropout { get; init; } = ["attention_dropout"];
}
