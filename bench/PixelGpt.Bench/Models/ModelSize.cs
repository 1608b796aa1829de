using System.CommandLine;
using System.Globalization;
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
    public static ModelSize Small { get; } = Parse("2x64");

    /// <summary>Layers and dimensions.</summary>
    public string ShortName => $"{Layers}x{HiddenSize}";

    /// <summary>A GPT-2 of so many layers and dimensions, <c>6x64</c>, with heads of 32.</summary>
    /// <exception cref="InputException">The text says something else.</exception>
    public static ModelSize Parse(string text)
    {
        string[] parts = text.Split('x');
        return parts.Length == 2 && Read(parts[0], out int layers) && Read(parts[1], out int size)
            ? new ModelSize(ModelFamily.All[0], layers, size, HeadsOf(size))
            : throw new InputException($"'{text}': give layers and dimensions, such as 6x64");

        static bool Read(string part, out int value) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;
    }

    /// <summary>Heads of 32 dimensions.</summary>
    public static int HeadsOf(int hiddenSize) => Math.Max(1, hiddenSize / 32);

    public override string ToString() => $"{Family.ModelType} {Layers}×{HiddenSize}, {Heads} heads";

    /// <summary>Its <c>config.json</c> for pictures of so many pixels.</summary>
    public JsonObject ToJson(int pixels)
    {
        JsonObject config = Family.DefaultConfig(Colors, pixels);
        bool isGpt2 = config.ContainsKey("n_embd");
        config[isGpt2 ? "n_layer" : "num_hidden_layers"] = Layers;
        config[isGpt2 ? "n_embd" : "hidden_size"] = HiddenSize;
        config[isGpt2 ? "n_head" : "num_attention_heads"] = Heads;
        if (!isGpt2)
        {
            config["intermediate_size"] = HiddenSize * 29 / 8;
            config["num_key_value_heads"] = Math.Max(1, Heads / 2);
        }

        return config;
    }

    /// <summary>The transformer of that size for pictures of so many pixels.</summary>
    public TransformerDescription Describe(int pixels) =>
        Family.Describe(JsonNode.Parse(ToJson(pixels).ToJsonString())!.AsObject(), $"{this}"); // Through text, so that its numbers are those a file would give.
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
        return new ModelSize(ModelFamily.Find(parsed.GetValue(_family)!), parsed.GetValue(_layers), dim, parsed.GetValue(_heads) ?? ModelSize.HeadsOf(dim));
    }
}
