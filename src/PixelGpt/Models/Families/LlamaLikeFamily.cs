using System.Text.Json.Nodes;

namespace PixelGpt.Models.Families;

/// <summary>
/// What Llama and those built after it have in common in Hugging Face's form: RMSNorm, rotary positions, grouped-query
/// attention, SwiGLU, weights stored [out, in], and the names of keys and parameters. A member says what it does
/// otherwise.
/// </summary>
public abstract class LlamaLikeFamily : ModelFamily
{
    private static readonly ParameterNames Names = new()
    {
        TokenEmbedding = "model.embed_tokens",
        AttentionNorm = "model.layers.{0}.input_layernorm",
        AttentionInput = ["model.layers.{0}.self_attn.q_proj", "model.layers.{0}.self_attn.k_proj", "model.layers.{0}.self_attn.v_proj"],
        QueryKeyNorm = ("model.layers.{0}.self_attn.q_norm", "model.layers.{0}.self_attn.k_norm"),
        AttentionOutput = "model.layers.{0}.self_attn.o_proj",
        MlpNorm = "model.layers.{0}.post_attention_layernorm",
        MlpGate = "model.layers.{0}.mlp.gate_proj",
        MlpUp = "model.layers.{0}.mlp.up_proj",
        MlpDown = "model.layers.{0}.mlp.down_proj",
        FinalNorm = "model.norm",
        Head = "lm_head",
    };

    internal override (string Vocabulary, string Positions) SizeKeys => ("vocab_size", "max_position_embeddings");

    /// <summary>The family's own default values, where a <c>config.json</c> does not give them.</summary>
    private protected abstract LlamaDefaults Defaults { get; }

    /// <summary>The small one has about as many parameters as the course work's GPT-2.</summary>
    public override JsonObject DefaultConfig(int vocabularySize, int positions, ModelPreset preset = ModelPreset.Small) =>
        Config(vocabularySize, positions, PresetShape.Of(preset, headWidth: 16));

    private JsonObject Config(int vocabularySize, int positions, PresetShape shape) => new()
    {
        ["architectures"] = new JsonArray(Architecture),
        ["attention_dropout"] = 0.0,
        ["bos_token_id"] = null,
        ["eos_token_id"] = null,
        ["hidden_act"] = "silu",
        ["hidden_size"] = shape.HiddenSize,
        ["initializer_range"] = 0.02,
        ["intermediate_size"] = shape.HiddenSize * 29 / 8,
        ["max_position_embeddings"] = positions,
        ["model_type"] = ModelType,
        ["num_attention_heads"] = shape.Heads,
        ["num_hidden_layers"] = shape.Layers,
        ["num_key_value_heads"] = shape.Heads / 2,
        ["rms_norm_eps"] = 1e-06,
        ["rope_theta"] = 10000.0,
        ["tie_word_embeddings"] = false,
        ["torch_dtype"] = "float32",
        ["use_cache"] = true,
        ["vocab_size"] = vocabularySize,
    };

    /// <inheritdoc/>
    public override TransformerDescription Describe(JsonObject config, string path)
    {
        var read = new ConfigReader(config, path);
        LlamaDefaults defaults = Defaults;
        read.Require("hidden_act", "silu", "silu", "swish");
        read.Require("pretraining_tp", 1, 1);
        int hidden = read.Positive("hidden_size", 4096), heads = read.Parts("num_attention_heads", 32), layers = read.Parts("num_hidden_layers", 32);
        int kvHeads = read.OptionalParts("num_key_value_heads") ?? (config.ContainsKey("num_key_value_heads") ? heads : defaults.KeyValueHeads ?? heads);
        if (heads % kvHeads != 0) throw new InputException($"{path}: 'num_key_value_heads' {kvHeads} does not divide 'num_attention_heads' {heads}");
        int? headDim = read.OptionalPositive("head_dim") ?? (config.ContainsKey("head_dim") ? null : defaults.HeadDim);
        if (headDim is null && hidden % heads != 0) throw new InputException($"{path}: 'hidden_size' {hidden} is not divisible by 'num_attention_heads' {heads}, and there is no 'head_dim'");
        headDim ??= hidden / heads;
        if (headDim % 2 != 0) throw new InputException($"{path}: rotary positions need heads of even width; 'head_dim' is {headDim}");
        (float theta, RopeScaling? scaling) = Rope(read);
        float range = read.PositiveNumber("initializer_range", 0.02f);
        return Specialise(
            new TransformerDescription
            {
                VocabularySize = read.Positive("vocab_size", defaults.VocabularySize),
                MaxPositions = read.Positive("max_position_embeddings", defaults.MaxPositions),
                HiddenSize = hidden,
                Layers = layers,
                Heads = heads,
                KeyValueHeads = kvHeads,
                HeadDim = headDim.Value,
                IntermediateSize = read.Positive("intermediate_size", defaults.IntermediateSize),
                Norm = NormKind.RmsNorm,
                NormEpsilon = read.PositiveNumber("rms_norm_eps", 1e-6f),
                RopeTheta = theta,
                RopeScaling = scaling,
                Mlp = MlpKind.SwiGlu,
                Layout = WeightLayout.OutIn,
                AttentionDropout = read.Rate("attention_dropout", 0),
                TiedHead = read.Flag("tie_word_embeddings", false),
                InitializerRange = range,
                ResidualInitializerRange = range,
                Names = Names,
            },
            read);
    }

    /// <summary>
    /// The base of rotary positions and their stretching: <c>rope_theta</c> and <c>rope_scaling</c>, or both in the
    /// <c>rope_parameters</c> of transformers 5.
    /// </summary>
    private static (float Theta, RopeScaling? Scaling) Rope(ConfigReader read)
    {
        float theta = read.PositiveNumber("rope_theta", 10000);
        if ((read.Section("rope_parameters") ?? read.Section("rope_scaling")) is not { } section) return (theta, null);
        string[] honoured = ["default", "linear", "llama3"];
        string type = section.Word(section.Has("rope_type") ? "rope_type" : "type", "default", honoured);
        theta = section.PositiveNumber("rope_theta", theta);
        return (theta, type switch
        {
            "linear" => new LinearRopeScaling(section.PositiveNumber("factor", null)),
            "llama3" => new Llama3RopeScaling(
                section.PositiveNumber("factor", null),
                section.PositiveNumber("low_freq_factor", null),
                section.PositiveNumber("high_freq_factor", null),
                section.Positive("original_max_position_embeddings", null)),
            _ => null,
        });
    }

    /// <summary>The name of the family's class in transformers.</summary>
    private protected abstract string Architecture { get; }

    /// <summary>What the member does otherwise.</summary>
    private protected abstract TransformerDescription Specialise(TransformerDescription common, ConfigReader read);

    /// <summary>The windows of layers from <c>max_window_layers</c> on, where <c>use_sliding_window</c> says so: Qwen's way.</summary>
    private protected static TransformerDescription WithQwenWindows(TransformerDescription common, ConfigReader read)
    {
        read.RequireAbsent("layer_types");
        int? window = read.OptionalPositive("sliding_window") ?? 4096;
        int first = read.Count("max_window_layers", 28);
        return read.Flag("use_sliding_window", false)
            ? common with { Windows = [.. Enumerable.Range(0, common.Layers).Select(layer => layer >= first ? window : null)] }
            : common;
    }
}

/// <summary>Values that a family has where its <c>config.json</c> gives none: those of its configuration class in transformers.</summary>
internal readonly record struct LlamaDefaults(int VocabularySize, int IntermediateSize, int MaxPositions, int? KeyValueHeads = null, int? HeadDim = null);
