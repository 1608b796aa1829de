using System.CommandLine;
using System.Text.Json.Nodes;
using PixelGpt.Models;
using PixelGpt.Models.Families;

namespace PixelGpt.Bench.Models;

/// <summary>A model to measure, by family and size.</summary>
/// <param name="Family">The family.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="HiddenSize">Dimensions.</param>
/// <param name="Heads">Heads of queries; half as many of keys in families that group them.</param>
internal sealed record ModelSize(ModelFamily Family, int Layers, int HiddenSize, int Heads)
{
    /// <summary>The colours of the course work's palette.</summary>
    public const int Colors = 167;

    /// <summary>The course work's model.</summary>
    public static ModelSize Small { get; } = new(ModelFamily.All[0], 2, 64, 2);

    public override string ToString() => $"{Family.ModelType} {Layers}×{HiddenSize}, {Heads} heads";

    /// <summary>The transformer of that size.</summary>
    public TransformerDescription Describe(int positions)
    {
        JsonObject config = Family.DefaultConfig(Colors, positions);
        bool isGpt2 = config.ContainsKey("n_embd");
        config[isGpt2 ? "n_layer" : "num_hidden_layers"] = Layers;
        config[isGpt2 ? "n_embd" : "hidden_size"] = HiddenSize;
        config[isGpt2 ? "n_head" : "num_attention_heads"] = Heads;
        if (!isGpt2)
        {
            config["intermediate_size"] = HiddenSize * 29 / 8;
            config["num_key_value_heads"] = Math.Max(1, Heads / 2);
        }

        // Through text, so that its numbers are those a file would give.
        return Family.Describe(JsonNode.Parse(config.ToJsonString())!.AsObject(), $"{this}");
    }
}

/// <summary>The options that name a model to measure.</summary>
internal sealed class ModelSizeOptions
{
    private readonly Option<string> _family = new("--family") { Description = "The family of the model", DefaultValueFactory = _ => ModelSize.Small.Family.ModelType };
    private readonly Option<int> _layers = new("--layers") { Description = "Its blocks", DefaultValueFactory = _ => ModelSize.Small.Layers };
    private readonly Option<int> _dim = new("--dim") { Description = "Its dimensions", DefaultValueFactory = _ => ModelSize.Small.HiddenSize };
    private readonly Option<int?> _heads = new("--heads") { Description = "Its heads of queries (default: one for each 32 dimensions)" };

    public ModelSizeOptions(Command command)
    {
        _family.AcceptOnlyFromAmong([.. ModelFamily.All.Select(f => f.ModelType)]);
        foreach (Option option in new Option[] { _family, _layers, _dim, _heads }) command.Options.Add(option);
    }

    public ModelSize Read(ParseResult parsed)
    {
        int dim = parsed.GetValue(_dim);
        return new ModelSize(ModelFamily.Find(parsed.GetValue(_family)!), parsed.GetValue(_layers), dim, parsed.GetValue(_heads) ?? Math.Max(1, dim / 32));
    }
}
