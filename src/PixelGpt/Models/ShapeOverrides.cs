using System.Text.Json.Nodes;
using PixelGpt.Models.Families;

namespace PixelGpt.Models;

/// <summary>Values that replace those of a model configuration. A value that is null is not replaced.</summary>
internal sealed record ShapeOverrides
{
    private const int MaxLayersOrHeads = 1000;
    private const int MaxHiddenSize = 1 << 20;

    /// <summary>The number of layers.</summary>
    public int? Layers { get; init; }

    /// <summary>The number of query heads. The number of query heads per key-value head stays the same if it divides the new number; otherwise it becomes 1.</summary>
    public int? Heads { get; init; }

    /// <summary>The hidden size. The hidden size of the MLP changes in proportion.</summary>
    public int? HiddenSize { get; init; }

    /// <summary>The dropout rate of every place where the family has dropout.</summary>
    public double? Dropout { get; init; }

    /// <summary>Replaces values in a configuration.</summary>
    /// <param name="config">The content of a <c>config.json</c>, which is changed.</param>
    /// <param name="keys">The keys of the family.</param>
    /// <param name="old">The architecture that <paramref name="config"/> describes.</param>
    /// <param name="aliases">The alternative name of each key; null if there are none.</param>
    /// <exception cref="InputException">A value is out of range, or the hidden size is not divisible by the number of heads.</exception>
    public void Apply(JsonObject config, ShapeKeys keys, TransformerDescription old, IReadOnlyDictionary<string, string>? aliases)
    {
        Validate();
        if (Layers is { } layers)
        {
            Set(keys.Layers, layers);
            if (config["layer_types"] is JsonArray { Count: > 0 } types) config["layer_types"] = new JsonArray([.. Enumerable.Range(0, layers).Select(layer => types[Math.Min(layer, types.Count - 1)]?.DeepClone())]);
        }

        if (Dropout is { } rate)
        {
            foreach (string key in keys.Dropout) Set(key, rate);
        }

        int heads = Heads ?? old.Heads, hidden = HiddenSize ?? old.HiddenSize;
        if (heads != old.Heads)
        {
            int group = old.Heads / old.KeyValueHeads;
            Set(keys.Heads, heads);
            if (keys.KeyValueHeads is { } key) Set(key, heads % group == 0 ? heads / group : heads);
        }

        if (hidden != old.HiddenSize)
        {
            Set(keys.HiddenSize, hidden);
            Set(keys.IntermediateSize, Math.Max(1, (int)Math.Round((double)old.IntermediateSize * hidden / old.HiddenSize)));
        }

        // A head size that does not follow from hidden size and heads was chosen in the file, so it stays.
        if ((heads, hidden) == (old.Heads, old.HiddenSize) || old.Heads * old.HeadDim != old.HiddenSize) return;
        InputException.Check(hidden % heads == 0, "dim", hidden, $"divisible by the number of heads, which is {heads}");
        bool isRotary = old.RopeTheta is not null;
        InputException.Check(!isRotary || hidden / heads % 2 == 0, "the head size (dim / heads)", hidden / heads, "even for this model");
        if (config[keys.HeadDim] is not null) Set(keys.HeadDim, hidden / heads);

        void Set(string key, JsonNode value)
        {
            if (aliases?.GetValueOrDefault(key) is { } alias) config.Remove(alias);
            config[key] = value;
        }
    }

    private void Validate()
    {
        InputException.Check(Layers is null or (>= 1 and <= MaxLayersOrHeads), "layers", Layers, $"from 1 to {MaxLayersOrHeads}");
        InputException.Check(Heads is null or (>= 1 and <= MaxLayersOrHeads), "heads", Heads, $"from 1 to {MaxLayersOrHeads}");
        InputException.Check(HiddenSize is null or (>= 1 and <= MaxHiddenSize), "dim", HiddenSize, $"from 1 to {MaxHiddenSize}");
        InputException.Check(Dropout is null or (>= 0 and < 1), "dropout", Dropout, "at least 0 and less than 1");
    }
}
