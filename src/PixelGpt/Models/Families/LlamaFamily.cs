namespace PixelGpt.Models.Families;

/// <summary>Llama (Touvron et al. 2023), compatible with <c>transformers.LlamaForCausalLM</c>.</summary>
internal sealed class LlamaFamily : LlamaLikeFamily
{
    /// <inheritdoc/>
    public override string ModelType => "llama";

    private protected override string Architecture => "LlamaForCausalLM";

    private protected override LlamaDefaults Defaults => new(32000, 11008, 2048);

    private protected override TransformerDescription Specialize(TransformerDescription common, ConfigReader read)
    {
        bool attentionBias = read.Flag("attention_bias", false);
        return WithWindows(common with { AttentionInputBias = attentionBias, AttentionOutputBias = attentionBias, MlpBias = read.Flag("mlp_bias", false) }, read, window: null, first: 0);
    }
}
