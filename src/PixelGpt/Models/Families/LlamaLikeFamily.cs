using System.Text.Json.Nodes;

namespace PixelGpt.Models.Families;

/// <summary>
/// Base class of Llama and the families derived from it: RMSNorm, rotary positions, grouped-query attention, SwiGLU, weights
/// stored as [outputs, inputs], and Hugging Face's names of keys and parameters. Derived classes add their differences.
/// </summary>
internal abstract class LlamaLikeFamily : ModelFamily
{
    /// <summary>Head size of the presets.</summary>
    private const int HeadDim = 16;

    /// <summary>The default values of keys that a <c>config.json</c> does not have.</summary>
    private protected abstract LlamaDefaults Defaults { get; }

    /// <inheritdoc/>
    /// <remarks>The small preset has about as many parameters as that of <see cref="Gpt2Family"/>.</remarks>
    public override JsonObject DefaultConfig(int vocabularySize, int positions, ModelPreset preset = ModelPreset.Small) =>
        Config(vocabularySize, positions, PresetSize.Of(preset));

    private JsonObject Config(int vocabularySize, int positions, PresetSize size) => new()
    {
        ["architectures"] = new JsonArray(Architecture),
        ["attention_dropout"] = 0.0,
        ["bos_token_id"] = null,
        ["eos_token_id"] = null,
        ["hidden_act"] = "silu",
        ["hidden_size"] = size.HiddenSize,
        ["initializer_range"] = 0.02,
        ["intermediate_size"] = size.HiddenSize * 29 / 8,
        ["max_position_embeddings"] = positions,
        ["model_type"] = ModelType,
        ["num_attention_heads"] = size.HiddenSize / HeadDim,
        ["num_hidden_layers"] = size.Layers,
        ["num_key_value_heads"] = size.HiddenSize / HeadDim / 2,
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
        read.Require("hidden_act", "silu", "swish");
        read.Require("pretraining_tp", 1);
        int hidden = read.Size("hidden_size", 4096), heads = read.LayersOrHeads("num_attention_heads", 32), layers = read.LayersOrHeads("num_hidden_layers", 32);
        int kvHeads = read.OptionalLayersOrHeads("num_key_value_heads") ?? (config.ContainsKey("num_key_value_heads") ? heads : defaults.KeyValueHeads ?? heads);
        if (heads % kvHeads != 0) throw new InputException($"{path}: 'num_attention_heads' ({heads}) must be divisible by 'num_key_value_heads' ({kvHeads})");
        int? headDim = read.OptionalSize("head_dim") ?? (config.ContainsKey("head_dim") ? null : defaults.HeadDim);
        if (headDim is null && hidden % heads != 0) throw new InputException($"{path}: 'hidden_size' ({hidden}) must be divisible by 'num_attention_heads' ({heads}) if there is no 'head_dim'");
        headDim ??= hidden / heads;
        if (headDim % 2 != 0) throw new InputException($"{path}: the head size must be even for rotary positions (got {headDim}); change 'head_dim', or 'hidden_size' or 'num_attention_heads'");
        (float theta, RopeScaling? scaling) = Rope(read);
        float range = read.PositiveNumber("initializer_range", 0.02f);
        return Specialize(
            new TransformerDescription
            {
                VocabularySize = read.Size("vocab_size", defaults.VocabularySize),
                MaxPositions = read.Size("max_position_embeddings", defaults.MaxPositions),
                HiddenSize = hidden,
                Layers = layers,
                Heads = heads,
                KeyValueHeads = kvHeads,
                HeadDim = headDim.Value,
                IntermediateSize = read.Size("intermediate_size", defaults.IntermediateSize),
                Norm = NormKind.RmsNorm,
                NormEpsilon = read.PositiveNumber("rms_norm_eps", 1e-6f),
                RopeTheta = theta,
                RopeScaling = scaling,
                Mlp = MlpKind.SwiGlu,
                Layout = WeightLayout.OutIn,
                AttentionDropout = read.DropoutRate("attention_dropout", 0),
                TiedHead = read.Flag("tie_word_embeddings", false),
                InitializerRange = range,
                ResidualInitializerRange = range,
                Names = ParameterNames.Default,
            },
            read);
    }

    /// <summary>
    /// Reads the base and scaling of rotary positions from <c>rope_theta</c> and <c>rope_scaling</c>, or from
    /// <c>rope_parameters</c> as written by transformers 5.
    /// </summary>
    private static (float Theta, RopeScaling? Scaling) Rope(ConfigReader read)
    {
        float theta = read.PositiveNumber("rope_theta", 10000);
        if ((read.Section("rope_parameters") ?? read.Section("rope_scaling")) is not { } section) return (theta, null);
        string type = section.Choice(section.Has("rope_type") ? "rope_type" : "type", "default", "default", "linear", "llama3");
        theta = section.PositiveNumber("rope_theta", theta);
        return (theta, type switch
        {
            "linear" => new LinearRopeScaling(section.PositiveNumber("factor", null)),
            "llama3" => new Llama3RopeScaling(
                section.PositiveNumber("factor", null),
                section.PositiveNumber("low_freq_factor", null),
                section.PositiveNumber("high_freq_factor", null),
                section.Size("original_max_position_embeddings", null)),
            _ => null,
        });
    }

    /// <summary>The name of the model class in transformers.</summary>
    private protected abstract string Architecture { get; }

    /// <summary>Adds the differences of the derived family to the common architecture.</summary>
    private protected abstract TransformerDescription Specialize(TransformerDescription common, ConfigReader read);

    /// <summary>Adds the sliding window of Qwen models if <c>use_sliding_window</c> is true; layers before <c>max_window_layers</c> attend to all earlier positions.</summary>
    private protected static TransformerDescription WithQwenSlidingWindow(TransformerDescription common, ConfigReader read)
    {
        int? window = read.Has("sliding_window") ? read.OptionalSize("sliding_window") : 4096;
        int first = read.Count("max_window_layers", 28);
        return WithWindows(common, read, read.Flag("use_sliding_window", false) ? window : null, first);
    }

    /// <summary>Sets the sliding window of the layers that <c>layer_types</c> lists, as written since transformers 4.53.</summary>
    /// <param name="common">The architecture.</param>
    /// <param name="read">Reader of the configuration.</param>
    /// <param name="window">The sliding window; null for none.</param>
    /// <param name="first">The first layer with the window if there is no <c>layer_types</c>.</param>
    private protected static TransformerDescription WithWindows(TransformerDescription common, ConfigReader read, int? window, int first)
    {
        bool[] sliding = read.SlidingLayers("layer_types", common.Layers) ?? [.. Enumerable.Range(0, common.Layers).Select(layer => window is not null && layer >= first)];
        if (window is null && sliding.Contains(true)) throw read.NoWindow("layer_types");
        return window is null ? common : common with { Windows = [.. sliding.Select(isSliding => isSliding ? window : null)] };
    }
}
