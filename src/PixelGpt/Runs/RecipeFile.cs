using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.IO;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>Reads recipes from JSON files.</summary>
public static class RecipeFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false, MaxDepth = 16 };
    private const int MaxFileBytes = 1 << 20;

    /// <summary>
    /// Reads a recipe. The file is a JSON object of recipe values or the <c>training.json</c> of a run, of which the recipe
    /// is read. Values that are not given have their defaults. Comments and trailing commas are allowed.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>The validated recipe.</returns>
    /// <exception cref="InputException">The file is missing or not JSON, or has an unknown name or an invalid value.</exception>
    public static TrainingRecipe Load(string path) => Load(path, new TrainingRecipe());

    /// <summary>Reads a recipe with other defaults. They are not used for the <c>training.json</c> of a run, which has the recipe that the run was trained with.</summary>
    /// <param name="path">The file.</param>
    /// <param name="defaults">The recipe with the values that are not given.</param>
    /// <exception cref="InputException">As for <see cref="Load(string)"/>.</exception>
    internal static TrainingRecipe Load(string path, TrainingRecipe defaults)
    {
        string text = InputFile.ReadAllText(path, MaxFileBytes, "a recipe");
        return InputJson.Read(path, () => InputException.Within(path, () =>
        {
            JsonObject json = AsObject(JsonNode.Parse(text, documentOptions: Lenient));
            return (json.ContainsKey("recipe") ? Read(AsObject(json["recipe"]), new TrainingRecipe()) : Read(json, defaults)).Validate();
        }));
    }

    /// <summary>Serializes a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <returns>The JSON.</returns>
    public static string ToJson(TrainingRecipe recipe) => JsonSerializer.Serialize(recipe, RunJson.Default.TrainingRecipe);

    /// <summary>Replaces the default values one by one, because source-generated deserializers set missing properties to 0 instead of their defaults.</summary>
    private static TrainingRecipe Read(JsonObject values, TrainingRecipe recipe)
    {
        LegacyNames.Rename(values);
        JsonObject all = AsObject(JsonSerializer.SerializeToNode(recipe, RunJson.Default.TrainingRecipe));
        foreach ((string name, JsonNode? value) in values)
        {
            if (!all.ContainsKey(name)) throw new InputException($"unknown recipe property '{Excerpt.Of(name)}'; expected one of: {string.Join(", ", all.Select(p => p.Key))}");
            all[name] = value?.DeepClone();
            try
            {
                recipe = all.Deserialize(RunJson.Default.TrainingRecipe)!;
            }
            catch (Exception e) when (InputJson.IsFault(e))
            {
                throw new InputException($"invalid value for '{name}': {Excerpt.Of(value?.ToJsonString() ?? "null", 100)}", e);
            }
        }

        return recipe;
    }

    private static JsonObject AsObject(JsonNode? node) => node as JsonObject ?? throw new InputException("a recipe is a JSON object, such as {\"epochs\": 20}");
}
