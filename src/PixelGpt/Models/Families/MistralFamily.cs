using System.Text.Json.Nodes;

namespace PixelGpt.Models.Families;

/// <summary>Mistral (Jiang et al. 2023), compatible with <c>transformers.MistralForCausalLM</c>: Llama with sliding-window attention.</summary>
internal sealed class MistralFamily : LlamaLikeFamily
{
    /// <inheritdoc/>
    public override string ModelType => "mistral";

    private protected override string Architecture => "MistralForCausalLM";

    private protected override LlamaDefaults Defaults => new(32000, 14336, 131072, KeyValueHeads: 8);

    /// <inheritdoc/>
    /// <remarks>The sliding window covers six rows of a square picture.</remarks>
    public override JsonObject DefaultConfig(int vocabularySize, int positions, ModelPreset preset = ModelPreset.Small)
    {
        JsonObject config = base.DefaultConfig(vocabularySize, positions, preset);
        config["sliding_window"] = Math.Max(1, (int)(6 * Math.Sqrt(positions)));
        return config;
    }

    private protected override TransformerDescription Specialize(TransformerDescription common, ConfigReader read)
    {
        int? window = read.Has("sliding_window") ? read.OptionalSize("sliding_window") : 4096;
        return WithWindows(common, read, window, first: 0);
    }
}
