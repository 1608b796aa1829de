using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.IO;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>Recipe files.</summary>
public static class RecipeFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false, MaxDepth = 16 };
    private const int MaxFileBytes = 1 << 20;

    /// <summary>
    /// Reads a recipe: a JSON object of its values, or a run's <c>training.json</c>, whose recipe is meant then. What
    /// it does not say keeps its default.
    /// </summary>
    /// <exception cref="InputException">It is missing, no JSON, or has a name or value that a recipe does not have.</exception>
    public static TrainingRecipe Load(string path)
    {
        string text = InputFile.ReadAllText(path, MaxFileBytes, "a recipe");
        return InputException.Within(path, () => InputJson.Read("it", () =>
        {
            JsonObject json = AsObject(JsonNode.Parse(text, documentOptions: Lenient));
            return Read(json.ContainsKey("recipe") ? AsObject(json["recipe"]) : json).Validate();
        }));
    }

    /// <summary>A recipe as JSON.</summary>
    public static string ToJson(TrainingRecipe recipe) => JsonSerializer.Serialize(recipe, RunJson.Default.TrainingRecipe);

    /// <summary>Lays values over the defaults one by one: generated readers give 0 to a property that is not there.</summary>
    private static TrainingRecipe Read(JsonObject values)
    {
        JsonObject all = AsObject(JsonSerializer.SerializeToNode(new TrainingRecipe(), RunJson.Default.TrainingRecipe));
        TrainingRecipe recipe = new();
        foreach ((string name, JsonNode? value) in values)
        {
            if (!all.ContainsKey(name)) throw new InputException($"a recipe has no '{Excerpt.Of(name)}'; it has {string.Join(", ", all.Select(p => p.Key))}");
            all[name] = value?.DeepClone();
            try
            {
                recipe = all.Deserialize(RunJson.Default.TrainingRecipe)!;
            }
            catch (Exception e) when (InputJson.IsFault(e))
            {
                throw new InputException($"'{name}' cannot be {Excerpt.Of(value?.ToJsonString() ?? "null", 100)}", e);
            }
        }

        return recipe;
    }

    private static JsonObject AsObject(JsonNode? node) => node as JsonObject ?? throw new InputException("a recipe is a JSON object, such as {\"epochs\": 20}");
}
