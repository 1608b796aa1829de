using System.Globalization;
using System.Text.Json.Nodes;
using PixelGpt.Models;
using PixelGpt.Models.Families;

namespace PixelGpt.Bench.Models;

/// <summary>Family and size of a model to measure.</summary>
/// <param name="Family">Family of the model.</param>
/// <param name="Layers">Number of layers.</param>
/// <param name="HiddenSize">Hidden size.</param>
/// <param name="Heads">Number of query heads; families with grouped-query attention get half as many key heads.</param>
internal sealed record ModelSize(ModelFamily Family, int Layers, int HiddenSize, int Heads)
{
    /// <summary>Number of colours in the palette.</summary>
    public const int Colors = 167;

    /// <summary>The small GPT-2 with 2 layers and 64 dimensions.</summary>
    public static ModelSize Small { get; } = Parse("2x64");

    /// <summary>Layers and dimensions, such as <c>2x64</c>.</summary>
    public string ShortName => $"{Layers}x{HiddenSize}";

    /// <summary>Parses layers and dimensions of a GPT-2 with heads of size 32, such as <c>6x64</c>.</summary>
    /// <exception cref="InputException">The text has another form.</exception>
    public static ModelSize Parse(string text)
    {
        string[] parts = text.Split('x');
        return parts.Length == 2 && Read(parts[0], out int layers) && Read(parts[1], out int size)
            ? new ModelSize(ModelFamily.Find("gpt2"), layers, size, HeadsOf(size))
            : throw new InputException($"a model size must be layers and dimensions, such as 6x64 (got '{text}')");

        static bool Read(string part, out int value) => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;
    }

    /// <summary>Returns the number of heads of size 32.</summary>
    public static int HeadsOf(int hiddenSize) => Math.Max(1, hiddenSize / 32);

    public override string ToString() => $"{Family.ModelType} {Layers}×{HiddenSize}, {Heads} heads";

    /// <summary>Creates the <c>config.json</c> for pictures with a number of pixels.</summary>
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

    /// <summary>Creates the description of the transformer for pictures with a number of pixels.</summary>
    public TransformerDescription Describe(int pixels) =>
        Family.Describe(JsonNode.Parse(ToJson(pixels).ToJsonString())!.AsObject(), $"{this}"); // Via text, so that numbers have the same JSON types as when read from a file.
}
