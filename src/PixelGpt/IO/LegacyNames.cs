using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace PixelGpt.IO;

/// <summary>Reads JSON of earlier versions, in which some properties had other names. Files are always written with the new names.</summary>
internal static class LegacyNames
{
    private static readonly (string Old, string New)[] Names =
    [
        ("keep", "prompt_fraction"), ("keep_best", "best_metric"), ("memorisation", "memorization"),
        ("fid", "frechet"), ("fid_low", "frechet_low"), ("fid_high", "frechet_high"), ("fid_of_true_halves", "frechet_of_true_halves"), ("fid_bias", "frechet_bias"),
        ("kid", "kernel"), ("kid_deviation", "kernel_deviation"), ("kid_subsets", "kernel_subsets"), ("kid_subset_size", "kernel_subset_size"),
    ];

    /// <summary>Deserializes a file that may have old property names.</summary>
    /// <param name="path">The file's path, for error messages.</param>
    /// <param name="json">The content of the file.</param>
    /// <param name="type">The type to read.</param>
    /// <returns>The object; null if the JSON is null.</returns>
    /// <exception cref="InputException">A property is given by its old and its new name.</exception>
    /// <exception cref="JsonException">The content is not valid JSON or does not match the type.</exception>
    public static T? Deserialize<T>(string path, string json, JsonTypeInfo<T> type)
    {
        // Files without old names are read directly, which is faster and gives errors with line numbers.
        if (!Names.Any(n => json.Contains($"\"{n.Old}\"", StringComparison.Ordinal))) return JsonSerializer.Deserialize(json, type);
        JsonNode? node = JsonNode.Parse(json, documentOptions: InputJson.Strict);
        return InputException.Within(path, () =>
        {
            RenameAll(node);
            return node.Deserialize(type);
        });
    }

    /// <summary>Gives the properties of one object their new names.</summary>
    /// <param name="json">The object to change.</param>
    /// <exception cref="InputException">A property is given by its old and its new name.</exception>
    public static void Rename(JsonObject json)
    {
        foreach ((string old, string name) in Names)
        {
            if (!json.TryGetPropertyValue(old, out JsonNode? value)) continue;
            if (json.ContainsKey(name)) throw GivenTwice(old, name);
            json.Remove(old);
            json[name] = value;
        }
    }

    /// <summary>Finds a property by its new name or its old one.</summary>
    /// <param name="json">The object.</param>
    /// <param name="name">The new name.</param>
    /// <param name="value">The value of the property, if the object has it.</param>
    /// <returns>Whether the object has the property.</returns>
    /// <exception cref="InputException">The property is given by both names.</exception>
    public static bool TryGetProperty(JsonElement json, string name, out JsonElement value)
    {
        string old = Names.First(n => n.New == name).Old;
        bool hasOld = json.TryGetProperty(old, out JsonElement oldValue), hasNew = json.TryGetProperty(name, out value);
        if (hasOld && hasNew) throw GivenTwice(old, name);
        if (hasOld) value = oldValue;
        return hasOld || hasNew;
    }

    private static void RenameAll(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (JsonNode? item in array) RenameAll(item);
        }

        if (node is not JsonObject json) return;
        Rename(json);
        foreach ((string name, JsonNode? value) in json)
        {
            // In "dataset" the names of splits are property names, and a user may have chosen "keep" for a split.
            if (name != "dataset") RenameAll(value);
        }
    }

    private static InputException GivenTwice(string old, string name) => new($"'{old}' is the old name of '{name}'; give only one of them");
}
