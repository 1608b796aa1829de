using System.Text.Json.Nodes;

namespace PixelGpt.Models.Families;

/// <summary>
/// GPT-2 (Radford et al. 2019), compatible with <c>transformers.GPT2LMHeadModel</c>: learned positions, LayerNorm, fused
/// query-key-value projection, gelu_new, weights stored as [inputs, outputs], output head tied to the token embedding.
/// </summary>
internal sealed class Gpt2Family : ModelFamily
{
    /// <summary>Head size of the presets.</summary>
    private const int HeadDim = 32;

    private static readonly ParameterNames Names = new()
    {
        TokenEmbedding = "transformer.wte",
        PositionEmbedding = "transformer.wpe",
        AttentionNorm = "transformer.h.{0}.ln_1",
        AttentionInput = ["transformer.h.{0}.attn.c_attn"],
        AttentionOutput = "transformer.h.{0}.attn.c_proj",
        MlpNorm = "transformer.h.{0}.ln_2",
        MlpUp = "transformer.h.{0}.mlp.c_fc",
        MlpDown = "transformer.h.{0}.mlp.c_proj",
        FinalNorm = "transformer.ln_f",
        Head = "lm_head",
    };

    /// <inheritdoc/>
    public override string ModelType => "gpt2";

    /// <inheritdoc/>
    public override (string Vocabulary, string Positions) SizeKeys => ("vocab_size", "n_positions");

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Aliases { get; } = new Dictionary<string, string>
    {
        ["n_embd"] = "hidden_size",
        ["n_head"] = "num_attention_heads",
        ["n_layer"] = "num_hidden_layers",
        ["n_positions"] = "max_position_embeddings",
    };

    /// <inheritdoc/>
    public override ShapeKeys ShapeKeys { get; } = new()
    {
        Layers = "n_layer",
        Heads = "n_head",
        KeyValueHeads = null,
        HiddenSize = "n_embd",
        IntermediateSize = "n_inner",
        Dropout = ["embd_pdrop", "attn_pdrop", "resid_pdrop"],
    };

    /// <inheritdoc/>
    /// <remarks>The small preset is the model of the original course work: 2 layers, 2 heads, hidden size 64; 136,384 parameters for 167 colours and 400 pixels.</remarks>
    public override JsonObject DefaultConfig(int vocabularySize, int positions, ModelPreset preset = ModelPreset.Small) =>
        Config(vocabularySize, positions, PresetSize.Of(preset));

    /// <inheritdoc/>
    public override TransformerDescription Describe(JsonObject config, string path)
    {
        var read = new ConfigReader(config, path, Aliases);
        read.Require("activation_function", "gelu_new");
        read.Require("scale_attn_weights", true);
        read.Require("scale_attn_by_inverse_layer_idx", false);
        read.Require("add_cross_attention", false);
        int hidden = read.Size("n_embd", 768), heads = read.LayersOrHeads("n_head", 12), layers = read.LayersOrHeads("n_layer", 12);
        if (hidden % heads != 0) throw new InputException($"{path}: 'n_embd' ({hidden}) must be divisible by 'n_head' ({heads})");
        float range = read.PositiveNumber("initializer_range", 0.02f);
        return new TransformerDescription
        {
            VocabularySize = read.Size("vocab_size", 50257),
            MaxPositions = read.Size("n_positions", 1024),
            LearnedPositions = true,
            HiddenSize = hidden,
            Layers = layers,
            Heads = heads,
            KeyValueHeads = heads,
            HeadDim = hidden / heads,
            IntermediateSize = read.OptionalSize("n_inner") ?? 4 * hidden,
            Norm = NormKind.LayerNorm,
            NormEpsilon = read.PositiveNumber("layer_norm_epsilon", 1e-5f),
            Mlp = MlpKind.GeluNew,
            Layout = WeightLayout.InOut,
            AttentionInputBias = true,
            AttentionOutputBias = true,
            MlpBias = true,
            EmbeddingDropout = read.DropoutRate("embd_pdrop", 0.1f),
            AttentionDropout = read.DropoutRate("attn_pdrop", 0.1f),
            ResidualDropout = read.DropoutRate("resid_pdrop", 0.1f),
            TiedHead = read.Flag("tie_word_embeddings", true),
            InitializerRange = range,
            ResidualInitializerRange = (float)(range / Math.Sqrt(2.0 * layers)),
            Names = Names,
        };
    }

    private JsonObject Config(int vocabularySize, int positions, PresetSize size) => new()
    {
        ["activation_function"] = "gelu_new",
        ["architectures"] = new JsonArray("GPT2LMHeadModel"),
        ["attn_pdrop"] = 0.1,
        ["bos_token_id"] = null,
        ["embd_pdrop"] = 0.1,
        ["eos_token_id"] = null,
        ["initializer_range"] = 0.02,
        ["layer_norm_epsilon"] = 1e-05,
        ["model_type"] = ModelType,
        ["n_embd"] = size.HiddenSize,
        ["n_head"] = size.HiddenSize / HeadDim,
        ["n_inner"] = null,
        ["n_layer"] = size.Layers,
        ["n_positions"] = positions,
        ["reorder_and_upcast_attn"] = false,
        ["resid_pdrop"] = 0.1,
        ["scale_attn_by_inverse_layer_idx"] = false,
        ["scale_attn_weights"] = true,
        ["tie_word_embeddings"] = true,
        ["torch_dtype"] = "float32",
        ["use_cache"] = true,
        ["vocab_size"] = vocabularySize,
    };
}
