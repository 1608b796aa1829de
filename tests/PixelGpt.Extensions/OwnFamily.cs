using System.Text.Json.Nodes;
using PixelGpt;
using PixelGpt.Models;
using PixelGpt.Models.Composition;
using PixelGpt.Models.Families;

namespace OwnIdeas;

/// <summary>
/// A transformer whose attention and MLP read the same norm (Wang and Komatsuzaki 2021), with squared ReLU (So et al. 2021) and a
/// learned factor for each column of both branches (Touvron et al. 2021).
/// </summary>
public sealed class OwnFamily : ModelFamily
{
    public override string ModelType => "parallel";

    public override JsonObject DefaultConfig(int vocabularySize, int positions, ModelPreset preset = ModelPreset.Small)
    {
        (int layers, int hidden) = preset switch { ModelPreset.Tiny => (1, 32), ModelPreset.Base => (6, 192), _ => (2, 64) };
        return new JsonObject
        {
            ["model_type"] = ModelType,
            ["vocab_size"] = vocabularySize,
            ["max_position_embeddings"] = positions,
            ["num_hidden_layers"] = layers,
            ["num_attention_heads"] = hidden / 16,
            ["hidden_size"] = hidden,
        };
    }

    public override TransformerDescription Describe(JsonObject config, string path)
    {
        var read = new ConfigReader(config, path);
        int layers = read.LayersOrHeads("num_hidden_layers", 2), heads = read.LayersOrHeads("num_attention_heads", 4), hidden = read.Size("hidden_size", 64);
        if (hidden % (2 * heads) != 0) throw new InputException($"{path}: 'hidden_size' ({hidden}) must be a multiple of twice 'num_attention_heads' ({heads})");
        return new TransformerDescription
        {
            VocabularySize = read.Size("vocab_size", null),
            MaxPositions = read.Size("max_position_embeddings", null),
            HiddenSize = hidden,
            Layers = layers,
            Heads = heads,
            KeyValueHeads = heads,
            HeadDim = hidden / heads,
            RopeTheta = 10000,
            IntermediateSize = 4 * hidden,
            ResidualDropout = read.DropoutRate("residual_dropout", 0),
            Norm = NormKind.RmsNorm,
            NormEpsilon = 1e-6f,
            Mlp = MlpKind.GeluNew,
            Layout = WeightLayout.OutIn,
            TiedHead = false,
            InitializerRange = 0.02f,
            ResidualInitializerRange = 0.02f / MathF.Sqrt(2 * layers),
            Names = ParameterNames.Default,
            Block = Block,
        };
    }

    // The forward computation of one block. The library derives the backward pass, and decodes with a KV cache.
    private static BlockValue Block(BlockComposer block, BlockValue x)
    {
        BlockValue normed = block.Norm("norm", x);
        BlockValue up = block.Relu(block.Linear("mlp.up_proj", normed, 4 * x.Width));
        BlockValue mlp = block.Linear("mlp.down_proj", up * up, x.Width);
        BlockValue attention = block.Attention(normed);
        return x + block.Dropout(block.Gain("attention_gain", attention, 0.5f)) + block.Dropout(block.Gain("mlp_gain", mlp, 0.5f));
    }
}
