using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace PixelGpt.Models;

/// <summary>
/// Reads values of a <c>config.json</c>. Every error message starts with the file and names the key. A key that is absent or
/// null has its default value.
/// </summary>
/// <param name="config">Parsed file.</param>
/// <param name="path">Path of the file for error messages.</param>
/// <param name="aliases">Alternative name of each key: the inverse of <c>attribute_map</c> in Hugging Face transformers.</param>
public readonly struct ConfigReader(JsonObject config, string path, IReadOnlyDictionary<string, string>? aliases = null)
{
    /// <summary>Maximum of all sizes, small enough that small multiples of a size do not overflow an int.</summary>
    private const int MaxSize = 1 << 28;

    /// <summary>Maximum number of layers and of heads, small enough for the numbering of dropout sites.</summary>
    private const int MaxLayersOrHeads = 1000;

    /// <summary>Maximum width and height of a picture.</summary>
    private const int MaxPictureSide = 1024;

    /// <summary>Maximum number of random projections of colours.</summary>
    private const int MaxFrequencies = 1000;

    /// <summary>Reads an integer of at least 1. Without a default value the key is required.</summary>
    /// <param name="key">The key.</param>
    /// <param name="defaultValue">The value if the key is absent or null; null if it is required.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InputException">The value is invalid, or the key is required and absent.</exception>
    public int Size(string key, int? defaultValue) => OptionalSize(key) ?? defaultValue ?? throw Missing(key);

    /// <summary>Reads an integer of at least 1, or returns null if the key is absent or null.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The value, or null.</returns>
    /// <exception cref="InputException">The value is invalid; the message names the file and the key.</exception>
    public int? OptionalSize(string key) => Read<int>(key, $"a whole number from 1 to {MaxSize}", value => value is >= 1 and <= MaxSize);

    /// <summary>Reads a number of layers or heads, from 1 to 1000.</summary>
    /// <param name="key">The key.</param>
    /// <param name="defaultValue">The value if the key is absent or null.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InputException">The value is invalid; the message names the file and the key.</exception>
    public int LayersOrHeads(string key, int defaultValue) => OptionalLayersOrHeads(key) ?? defaultValue;

    /// <summary>Reads a number of layers or heads, or returns null if the key is absent or null.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The value, or null.</returns>
    /// <exception cref="InputException">The value is invalid; the message names the file and the key.</exception>
    public int? OptionalLayersOrHeads(string key) => Read<int>(key, $"a whole number from 1 to {MaxLayersOrHeads}", value => value is >= 1 and <= MaxLayersOrHeads);

    /// <summary>Reads an integer of at least 0.</summary>
    /// <param name="key">The key.</param>
    /// <param name="defaultValue">The value if the key is absent or null.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InputException">The value is invalid; the message names the file and the key.</exception>
    public int Count(string key, int defaultValue) => Read<int>(key, $"a whole number from 0 to {MaxSize}", value => value is >= 0 and <= MaxSize) ?? defaultValue;

    /// <summary>Reads a number of random projections of colours, from 1 to 1000.</summary>
    internal int ColorFrequencies(string key, int defaultValue) => Read<int>(key, $"a whole number from 1 to {MaxFrequencies}", value => value is >= 1 and <= MaxFrequencies) ?? defaultValue;

    /// <summary>Reads a width or height of a picture, from 1 to 1024.</summary>
    internal int PictureSide(string key, int defaultValue) => Read<int>(key, $"a whole number from 1 to {MaxPictureSide}", value => value is >= 1 and <= MaxPictureSide) ?? defaultValue;

    /// <summary>Reads a dropout rate in [0, 1).</summary>
    /// <param name="key">The key.</param>
    /// <param name="defaultValue">The value if the key is absent or null.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InputException">The value is invalid; the message names the file and the key.</exception>
    public float DropoutRate(string key, float defaultValue) => Read<float>(key, "at least 0 and less than 1", value => value is >= 0 and < 1) ?? defaultValue;

    /// <summary>Reads a finite number greater than 0. Without a default value the key is required.</summary>
    /// <param name="key">The key.</param>
    /// <param name="defaultValue">The value if the key is absent or null; null if it is required.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InputException">The value is invalid, or the key is required and absent.</exception>
    public float PositiveNumber(string key, float? defaultValue) =>
        Read<float>(key, "a number greater than 0", value => value > 0 && float.IsFinite(value)) ?? defaultValue ?? throw Missing(key);

    /// <summary>Reads a boolean.</summary>
    /// <param name="key">The key.</param>
    /// <param name="defaultValue">The value if the key is absent or null.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InputException">The value is invalid; the message names the file and the key.</exception>
    public bool Flag(string key, bool defaultValue) => Read<bool>(key, "true or false", _ => true) ?? defaultValue;

    /// <summary>Reads a string that must be one of the supported values.</summary>
    /// <param name="key">The key.</param>
    /// <param name="defaultValue">The value if the key is absent or null.</param>
    /// <param name="supported">The supported values.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InputException">The value is invalid; the message names the file and the key.</exception>
    public string Choice(string key, string defaultValue, params ReadOnlySpan<string> supported)
    {
        Require(key, supported);
        return config[key] is JsonValue value ? value.GetValue<string>() : defaultValue;
    }

    /// <summary>Reads a list of offsets [x, y] of pixels.</summary>
    /// <param name="key">The key.</param>
    /// <param name="defaultValue">The value if the key is absent.</param>
    /// <param name="mustBeEarlier">Whether the pixels must be earlier in raster order.</param>
    internal ImmutableArray<PixelOffset> Offsets(string key, ImmutableArray<PixelOffset> defaultValue, bool mustBeEarlier)
    {
        const int MaxOffsets = 64, MaxDistance = 64;
        if (Find(key) is not { } node) return defaultValue;
        if (node is not JsonArray list || list.Count > MaxOffsets) throw new InputException($"{path}: '{key}' must be a list of at most {MaxOffsets} pairs [x, y] (got {Format(node)})");
        var offsets = ImmutableArray.CreateBuilder<PixelOffset>(list.Count);
        foreach (JsonNode? item in list)
        {
            if (item is not JsonArray { Count: 2 } pair || pair[0] is not JsonValue first || pair[1] is not JsonValue second || !first.TryGetValue(out int x) || !second.TryGetValue(out int y)
                || Math.Abs((long)x) > MaxDistance || Math.Abs((long)y) > MaxDistance || (x, y) == (0, 0) || (mustBeEarlier && !new PixelOffset(x, y).IsEarlier))
                throw new InputException($"{path}: '{key}' must have pairs [x, y] from -{MaxDistance} to {MaxDistance}, each {(mustBeEarlier ? "with y < 0, or with y = 0 and x < 0" : "other than [0, 0]")} (got {(item is null ? "null" : Format(item))})");
            offsets.Add(new PixelOffset(x, y));
        }

        return offsets.MoveToImmutable();
    }

    /// <summary>Reads the kind of attention of each layer, as transformers writes it since version 4.53.</summary>
    /// <param name="key">The key.</param>
    /// <param name="layers">Number of layers.</param>
    /// <returns>For each layer, whether it has the sliding window; null if the key is absent or null.</returns>
    internal bool[]? SlidingLayers(string key, int layers)
    {
        if (Find(key) is not { } node) return null;
        if (node is not JsonArray list || list.Count != layers) throw new InputException($"{path}: '{key}' must be a list with one entry for each of the {layers} layers (got {Format(node)})");
        bool[] sliding = new bool[layers];
        for (int i = 0; i < layers; i++)
        {
            string? kind = list[i] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
            if (kind is not ("full_attention" or "sliding_attention"))
                throw new InputException($"{path}: '{key}' must be full_attention or sliding_attention for each layer (got {(list[i] is { } other ? Format(other) : "null")} for layer {i}); other kinds of attention are not supported");
            sliding[i] = kind == "sliding_attention";
        }

        return sliding;
    }

    /// <summary>Creates the exception for a layer that should have a sliding window of a model without one.</summary>
    internal InputException NoWindow(string key) => new($"{path}: '{key}' has sliding_attention, but the model has no sliding window; set 'sliding_window' (for Qwen also 'use_sliding_window'), or use full_attention");

    /// <summary>Returns a reader of a nested object, or null if the key is absent or null.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The reader, or null.</returns>
    /// <exception cref="InputException">The value is not an object.</exception>
    public ConfigReader? Section(string key) => Find(key) switch
    {
        null => null,
        JsonObject section => new ConfigReader(section, $"{path}: in '{key}'"),
        JsonNode other => throw new InputException($"{path}: '{key}' must be an object or null (got {Format(other)})"),
    };

    /// <summary>Returns whether the file has the key, even if its value is null.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether the file has it.</returns>
    public bool Has(string key) => config.ContainsKey(key);

    /// <summary>Throws if a key has a value that is not supported.</summary>
    /// <typeparam name="T">Type of the value.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="supported">The supported values.</param>
    /// <exception cref="InputException">The key is present and has another value.</exception>
    public void Require<T>(string key, params ReadOnlySpan<T> supported)
        where T : IEquatable<T>
    {
        if (config[key] is not { } node) return;
        if (node is JsonValue scalar && scalar.TryGetValue(out T? value) && supported.Contains(value)) return;
        string[] names = [.. supported.ToArray().Select(s => s is bool b ? (b ? "true" : "false") : $"{s}")];
        string list = names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} or {names[^1]}";
        throw new InputException($"{path}: '{key}' must be {list} (got {Format(node)}); other values are not supported");
    }

    private T? Read<T>(string key, string expected, Func<T, bool> accept)
        where T : struct
    {
        if (Find(key) is not { } node) return null;
        if (node is JsonValue scalar && scalar.TryGetValue(out T value) && accept(value)) return value;
        throw new InputException($"{path}: '{key}' must be {expected} (got {Format(node)})");
    }

    private JsonNode? Find(string key)
    {
        JsonNode? node = config[key];
        if (aliases is null || !aliases.TryGetValue(key, out string? alias) || config[alias] is not { } other) return node;
        return node is null || JsonNode.DeepEquals(node, other)
            ? other
            : throw new InputException($"{path}: '{key}' ({Format(node)}) and its alias '{alias}' ({Format(other)}) differ; remove one of them");
    }

    private InputException Missing(string key) => new($"{path}: '{key}' is missing");

    private static string Format(JsonNode node) => Excerpt.Of(node.ToJsonString());
}
