using System.Text.Json.Nodes;

namespace PixelGpt.Models.Families;

/// <summary>
/// Qwen3 (Yang et al. 2025), compatible with <c>transformers.Qwen3ForCausalLM</c>: Llama with RMSNorm on each head of queries
/// and keys before the rotary embedding, and with an explicit head size.
/// </summary>
internal sealed class Qwen3Family : LlamaLikeFamily
{
    /// <inheritdoc/>
    public override string ModelType => "qwen3";

    private protected override string Architecture => "Qwen3ForCausalLM";

    private protected override LlamaDefaults Defaults => new(151936, 22016, 32768, KeyValueHeads: 32, HeadDim: 128);

    /// <inheritdoc/>
    /// <remarks>The output head is tied, as in the small Qwen3 models.</remarks>
    public override JsonObject DefaultConfig(int vocabularySize, int positions, ModelPreset preset = ModelPreset.Small)
    {
        JsonObject config = base.DefaultConfig(vocabularySize, positions, preset);
        config["head_dim"] = 16;
        config["intermediate_size"] = 4 * (int)config["hidden_size"]!;
        config["tie_word_embeddings"] = true;
        return config;
    }

    private protected override TransformerDescription Specialize(TransformerDescription common, ConfigReader read)
    {
        bool bias = read.Flag("attention_bias", false);
        return WithQwenSlidingWindow(common with { QueryKeyNorm = true, AttentionInputBias = bias, AttentionOutputBias = bias }, read);
    }
}
