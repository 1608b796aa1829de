using System.Text.Json.Nodes;

namespace PixelGpt.Models.Families;

/// <summary>Qwen2 (Yang et al. 2024) as <c>transformers.Qwen2ForCausalLM</c> defines it: Llama with biases on queries, keys and values.</summary>
public sealed class Qwen2Family : LlamaLikeFamily
{
    /// <inheritdoc/>
    public override string ModelType => "qwen2";

    private protected override string Architecture => "Qwen2ForCausalLM";

    private protected override LlamaDefaults Defaults => new(151936, 22016, 32768, KeyValueHeads: 32);

    /// <summary>The small default, its head tied as that of the small Qwen2 models is.</summary>
    public override JsonObject DefaultConfig(int vocabularySize, int positions, ModelPreset preset = ModelPreset.Small)
    {
        JsonObject config = base.DefaultConfig(vocabularySize, positions, preset);
        config["intermediate_size"] = 4 * (int)config["hidden_size"]!;
        config["tie_word_embeddings"] = true;
        return config;
    }

    private protected override TransformerDescription Specialise(TransformerDescription common, ConfigReader read) =>
        WithQwenWindows(common with { AttentionInputBias = true }, read);
}
