using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace PixelGpt.Models.Families;

/// <summary>
/// PixelGpt's own family for pixel art: RMSNorm, SwiGLU and attention with equal numbers of query and key-value heads, and
/// inputs that describe the pixel to be predicted. Each part is a key of <c>config.json</c>.
/// </summary>
internal sealed class PixelFamily : ModelFamily
{
    /// <summary>Head size of the presets.</summary>
    private const int HeadDim = 32;

    /// <summary>Number of random projections in the features of colours.</summary>
    private const int DefaultFrequencies = 24;

    /// <summary>Maximum width and height of pictures if each has its own size.</summary>
    private const int DefaultMaxImageSize = 64;

    /// <summary>Maximum shift by augmentation, in pixels.</summary>
    private const int DefaultMaxShift = 2;

    /// <summary>Key size of the colour pointer.</summary>
    private const int DefaultPointerSize = 32;

    /// <summary>The multiple that the intermediate size of the presets is rounded up to.</summary>
    private const int IntermediateMultiple = 16;

    /// <summary>The neighbours of models for raster order: up, up-left, up-right, two left, and three pixels two rows up. The left neighbour is the token itself.</summary>
    private static readonly ImmutableArray<PixelOffset> DefaultNeighbors = [new(0, -1), new(-1, -1), new(1, -1), new(-2, 0), new(0, -2), new(1, -2), new(-1, -2)];

    /// <summary>The neighbours of the presets, which are for any order: the same, the left one, and six that come later in raster order.</summary>
    private static readonly ImmutableArray<PixelOffset> AnyOrderNeighbors = [.. DefaultNeighbors, new(-1, 0), new(1, 0), new(-1, 1), new(0, 1), new(1, 1), new(2, 0), new(0, 2)];

    private static readonly ParameterNames Names = ParameterNames.Default with { AttentionInput = ["model.layers.{0}.self_attn.qkv_proj"] };

    /// <inheritdoc/>
    public override string ModelType => "pixelgpt";

    /// <summary>The sampling of a model until temperature and top-p are chosen on a dev split.</summary>
    public override JsonObject? GenerationConfig => new() { ["do_sample"] = true, ["temperature"] = 1.0, ["top_p"] = 0.95 };

    /// <inheritdoc/>
    public override ShapeKeys ShapeKeys { get; } = new()
    {
        KeyValueHeads = null,
        Dropout = ["embedding_dropout", "attention_dropout", "residual_dropout"],
    };

    /// <inheritdoc/>
    public override bool SupportsMixedSizes => true;

    /// <inheritdoc/>
    /// <remarks>The configuration is complete once it also has the key <c>image_width</c>.</remarks>
    public override JsonObject DefaultConfig(int vocabularySize, int positions, ModelPreset preset = ModelPreset.Small) =>
        Config(vocabularySize, positions, PixelPreset.Of(preset));

    /// <inheritdoc/>
    public override TransformerDescription Describe(JsonObject config, string path)
    {
        var read = new ConfigReader(config, path);
        read.Require("hidden_act", "silu", "swish");
        int hidden = read.Size("hidden_size", null), heads = read.LayersOrHeads("num_attention_heads", 2), layers = read.LayersOrHeads("num_hidden_layers", 2);
        if (hidden % heads != 0) throw new InputException($"{path}: 'hidden_size' ({hidden}) must be divisible by 'num_attention_heads' ({heads})");
        int? width = read.OptionalSize("image_width");
        string positions = read.Choice("position_embedding", "rope_2d", "learned", "rope", "rope_2d", "none");
        int multiple = positions switch { "rope" => 2, "rope_2d" => 4, _ => 1 };
        if (hidden / heads % multiple != 0)
            throw new InputException($"{path}: the head size must be a multiple of {multiple} for 'position_embedding' {positions} (got {hidden / heads}); change 'hidden_size' or 'num_attention_heads'");
        if (width is null && positions == "learned") throw new InputException($"{path}: 'position_embedding' must be rope, rope_2d or none for pictures of any size (got learned); use another value or set 'image_width'");
        bool anyOrder = read.Choice("pixel_order", "raster", "raster", "any") == "any";
        if (anyOrder && positions is ("learned" or "rope"))
            throw new InputException($"{path}: 'position_embedding' must be rope_2d or none for 'pixel_order' any (got {positions}), because the position in the sequence does not say where a pixel is");
        bool hasFeatures = read.Flag("color_features", true), isFree = read.Choice("palette", "bound", "bound", "free") == "free";
        if (isFree && !hasFeatures) throw new InputException($"{path}: 'palette' free requires 'color_features' true");
        float range = read.PositiveNumber("initializer_range", 0.02f);
        return new TransformerDescription
        {
            VocabularySize = read.Size("vocab_size", null),
            MaxPositions = read.Size("max_position_embeddings", null),
            LearnedPositions = positions == "learned",
            RopeTheta = positions switch { "rope" => read.PositiveNumber("rope_theta", 10000), "rope_2d" => read.PositiveNumber("rope_theta", 100), _ => null },
            TwoDimensionalRope = positions == "rope_2d",
            ImageWidth = width ?? 0,
            MaxImageSize = width is null ? read.PictureSide("max_image_size", DefaultMaxImageSize) : 0,
            SizeEmbedding = width is null && read.Flag("size_embedding", true),
            HasFreePalette = isFree,
            AugmentationEmbedding = read.Flag("augmentation_embedding", true),
            MaxShift = read.Count("max_shift", DefaultMaxShift),
            Conditions = read.Count("conditions", 0),
            RowColumnEmbedding = read.Flag("row_column_embedding", true),
            AnyOrder = anyOrder,
            Neighbors = read.Offsets("neighbors", anyOrder ? AnyOrderNeighbors : DefaultNeighbors, mustBeEarlier: !anyOrder),
            ColorFrequencies = hasFeatures ? read.ColorFrequencies("color_frequencies", DefaultFrequencies) : null,
            HiddenSize = hidden,
            Layers = layers,
            Heads = heads,
            KeyValueHeads = heads,
            HeadDim = hidden / heads,
            IntermediateSize = read.OptionalSize("intermediate_size") ?? IntermediateSizeOf(hidden),
            Norm = NormKind.RmsNorm,
            NormEpsilon = read.PositiveNumber("rms_norm_eps", 1e-6f),
            QueryKeyNorm = read.Flag("query_key_norm", true),
            ValueResidual = read.Flag("value_residual", false),
            Mlp = MlpKind.SwiGlu,
            Layout = WeightLayout.OutIn,
            ColorDropout = read.DropoutRate("color_dropout", 0.1f),
            EmbeddingDropout = read.DropoutRate("embedding_dropout", 0.1f),
            AttentionDropout = read.DropoutRate("attention_dropout", 0),
            ResidualDropout = read.DropoutRate("residual_dropout", 0.1f),
            PointerSize = read.Count("pointer_size", DefaultPointerSize),
            TiedHead = read.Flag("tie_word_embeddings", false),
            InitializerRange = range,
            ResidualInitializerRange = (float)(range / Math.Sqrt(2.0 * layers)),
            Names = Names,
        };
    }

    /// <summary>Returns the intermediate size for which SwiGLU has about as many parameters as an MLP with four times the hidden size.</summary>
    private static int IntermediateSizeOf(int hiddenSize) => (((hiddenSize * 8 / 3) + IntermediateMultiple - 1) / IntermediateMultiple) * IntermediateMultiple;

    private JsonObject Config(int vocabularySize, int positions, PixelPreset preset) => new()
    {
        ["architectures"] = new JsonArray("PixelGptForCausalLM"),
        ["attention_dropout"] = 0.0,
        ["augmentation_embedding"] = true,
        ["color_dropout"] = preset.ColorDropout,
        ["color_features"] = true,
        ["color_frequencies"] = DefaultFrequencies,
        ["embedding_dropout"] = preset.Dropout,
        ["hidden_act"] = "silu",
        ["hidden_size"] = preset.HiddenSize,
        ["initializer_range"] = 0.02,
        ["intermediate_size"] = IntermediateSizeOf(preset.HiddenSize),
        ["max_shift"] = DefaultMaxShift,
        ["max_position_embeddings"] = positions,
        ["model_type"] = ModelType,
        ["neighbors"] = new JsonArray([.. AnyOrderNeighbors.Select(n => new JsonArray(n.X, n.Y))]),
        ["num_attention_heads"] = preset.HiddenSize / HeadDim,
        ["num_hidden_layers"] = preset.Layers,
        ["palette"] = "bound",
        ["pixel_order"] = "any",
        ["pointer_size"] = DefaultPointerSize,
        ["position_embedding"] = "rope_2d",
        ["query_key_norm"] = true,
        ["residual_dropout"] = preset.Dropout,
        ["rms_norm_eps"] = 1e-06,
        ["row_column_embedding"] = true,
        ["tie_word_embeddings"] = false,
        ["vocab_size"] = vocabularySize,
    };
}
