namespace PixelGpt.Models.Families;

/// <summary>The default values of a family's configuration class in Hugging Face transformers.</summary>
/// <param name="VocabularySize">Default of <c>vocab_size</c>.</param>
/// <param name="IntermediateSize">Default of <c>intermediate_size</c>.</param>
/// <param name="MaxPositions">Default of <c>max_position_embeddings</c>.</param>
/// <param name="KeyValueHeads">Default of <c>num_key_value_heads</c>; null for the number of heads.</param>
/// <param name="HeadDim">Default of <c>head_dim</c>; null for the hidden size divided by the number of heads.</param>
internal readonly record struct LlamaDefaults(int VocabularySize, int IntermediateSize, int MaxPositions, int? KeyValueHeads = null, int? HeadDim = null);
