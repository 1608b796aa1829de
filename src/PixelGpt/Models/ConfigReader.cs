using System.Text.Json.Nodes;

namespace PixelGpt.Models;

/// <summary>Reads values out of a <c>config.json</c>, with the family's defaults, and says by name what is wrong with one.</summary>
/// <param name="config">The parsed file.</param>
/// <param name="path">Its name in errors.</param>
/// <param name="aliases">Other names that keys may stand under: Hugging Face's <c>attribute_map</c>, turned round.</param>
internal readonly struct ConfigReader(JsonObject config, string path, IReadOnlyDictionary<string, string>? aliases = null)
{
    /// <summary>Far above any sense, and so small that a few times as much is still an int.</summary>
    private const int MaxSize = 1 << 28;

    /// <summary>Layers, and heads of one: dropout numbers its places by both.</summary>
    private const int MaxParts = 1000;

    /// <summary>A size: a whole number of at least 1.</summary>
    public int Positive(string key, int? fallback) => OptionalPositive(key) ?? fallback
        ?? throw new InputException($"{path}: '{key}' is missing");

    /// <summary>A number of layers, or of heads of one: a size of at most a thousand.</summary>
    public int Parts(string key, int fallback) => OptionalParts(key) ?? fallback;

    /// <summary>The same, or null where the key is absent or null.</summary>
    public int? OptionalParts(string key) => Read<int>(key, $"a whole number of 1 to {MaxParts}", value => value is >= 1 and <= MaxParts);

    /// <summary>A size, or null where the key is absent or null.</summary>
    public int? OptionalPositive(string key) => Read<int>(key, $"a whole number of 1 to {MaxSize}", value => value is >= 1 and <= MaxSize);

    /// <summary>A whole number of at least 0.</summary>
    public int Count(string key, int fallback) => Read<int>(key, $"a whole number of 0 to {MaxSize}", value => value is >= 0 and <= MaxSize) ?? fallback;

    /// <summary>Whether the file has the key at all, be it null.</summary>
    public bool Has(string key) => config.ContainsKey(key);

    /// <summary>An object within the file, or null where the key is absent or null.</summary>
    public ConfigReader? Section(string key) => Find(key) switch
    {
        null => null,
        JsonObject section => new ConfigReader(section, $"{path}: in '{key}'"),
        JsonNode other => throw new InputException($"{path}: '{key}' is {Shown(other)}; it must be an object or null"),
    };

    /// <summary>A word out of a few.</summary>
    public string Word(string key, string fallback, params ReadOnlySpan<string> honoured)
    {
        Require(key, fallback, honoured);
        return config[key] is JsonValue value ? value.GetValue<string>() : fallback;
    }

    /// <summary>Refuses a key that asks for something the model cannot do.</summary>
    public void RequireAbsent(string key)
    {
        if (Find(key) is { } node) throw new InputException($"{path}: '{key}' is {Shown(node)}, which is not supported; leave it out or make it null");
    }

    /// <summary>A number in [0, 1): a dropout rate.</summary>
    public float Rate(string key, float fallback) => Read<float>(key, "a rate of at least 0 and less than 1", value => value is >= 0 and < 1) ?? fallback;

    /// <summary>A finite number greater than 0.</summary>
    public float PositiveNumber(string key, float? fallback) => Read<float>(key, "a number above 0", value => value > 0 && float.IsFinite(value)) ?? fallback
        ?? throw new InputException($"{path}: '{key}' is missing");

    /// <summary>True or false.</summary>
    public bool Flag(string key, bool fallback) => Read<bool>(key, "true or false", _ => true) ?? fallback;

    /// <summary>Refuses any value but those that the model can honour.</summary>
    public void Require<T>(string key, T fallback, params ReadOnlySpan<T> honoured)
        where T : IEquatable<T>
    {
        if (config[key] is not { } node) return;
        if (node is JsonValue scalar && scalar.TryGetValue(out T? value) && honoured.Contains(value)) return;
        string supported = string.Join(", ", honoured.ToArray().Select(h => (h is bool b ? (b ? "true" : "false") : $"{h}") + (h.Equals(fallback) ? " (the default)" : "")));
        throw new InputException($"{path}: '{key}' is {Shown(node)}, which is not supported; supported: {supported}");
    }

    private T? Read<T>(string key, string wanted, Func<T, bool> accept)
        where T : struct
    {
        if (Find(key) is not { } node) return null;
        if (node is JsonValue scalar && scalar.TryGetValue(out T value) && accept(value)) return value;
        throw new InputException($"{path}: '{key}' is {Shown(node)}; it must be {wanted}");
    }

    private JsonNode? Find(string key)
    {
        JsonNode? node = config[key];
        if (aliases is null || !aliases.TryGetValue(key, out string? alias) || config[alias] is not { } other) return node;
        return node is null || JsonNode.DeepEquals(node, other)
            ? other
            : throw new InputException($"{path}: '{key}' is {Shown(node)} and '{alias}', its other name, is {Shown(other)}; keep one of them");
    }

    private static string Shown(JsonNode node) => Excerpt.Of(node.ToJsonString());
}
