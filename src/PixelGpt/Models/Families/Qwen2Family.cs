using System.Text.Json.Nodes;

namespace PixelGpt.Models.Families;

/// <summary>Qwen2 (Yang et al. 2024), compatible with <c>transformers.Qwen2ForCausalLM</c>: Llama with biases on queries, keys and values.</summary>
internal sealed class Qwen2Family : LlamaLikeFamily
{
    /// <inheritdoc/>
    public override string ModelType => "qwen2";

    private protected override string Architecture => "Qwen2ForCausalLM";

    private protected override LlamaDefaults Defaults => new(151936, 22016, 32768, KeyValueHeads: 32);

    /// <inheritdoc/>
    /// <remarks>The output head is tied, as in the small Qwen2 models.</remarks>
    public override JsonObject DefaultConfig(int vocabularySize, int positions, ModelPreset preset = ModelPreset.Small)
    {
        JsonObject config = base.DefaultConfig(vocabularySize, positions, preset);
        config["intermediate_size"] = 4 * (int)config["hidden_size"]!;
        config["tie_word_embeddings"] = true;
        return config;
    }

    private protected override TransformerDescription Specialize(TransformerDescription common, ConfigReader read) =>
        WithQwenSlidingWindow(common with { AttentionInputBias = true }, read);
}
