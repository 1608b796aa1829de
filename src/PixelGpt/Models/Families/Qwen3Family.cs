using System.Text.Json.Nodes;

namespace PixelGpt.Models.Families;

/// <summary>
/// Qwen3 (Yang et al. 2025) as <c>transformers.Qwen3ForCausalLM</c> defines it: Llama with queries and keys normalised
/// head by head before they turn, and a width of heads that is given, not derived.
/// </summary>
public sealed class Qwen3Family : LlamaLikeFamily
{
    /// <inheritdoc/>
    public override string ModelType => "qwen3";

    private protected override string Architecture => "Qwen3ForCausalLM";

    private protected override LlamaDefaults Defaults => new(151936, 22016, 32768, KeyValueHeads: 32, HeadDim: 128);

    /// <summary>The small default, its head tied as that of the small Qwen3 models is.</summary>
    public override JsonObject DefaultConfig(int vocabularySize, int positions, ModelPreset preset = ModelPreset.Small)
    {
        JsonObject config = base.DefaultConfig(vocabularySize, positions, preset);
        config["head_dim"] = 16;
        config["intermediate_size"] = 4 * (int)config["hidden_size"]!;
        config["tie_word_embeddings"] = true;
        return config;
    }

    private protected override TransformerDescription Specialise(TransformerDescription common, ConfigReader read)
    {
        bool bias = read.Flag("attention_bias", false);
        return WithQwenWindows(common with { QueryKeyNorm = true, AttentionInputBias = bias, AttentionOutputBias = bias }, read);
    }
}
