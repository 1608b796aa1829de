using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>Recipe files.</summary>
public static class Recipes
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>
    /// Reads a recipe: a JSON object of its values, or a run's <c>training.json</c>, whose recipe is meant then. What
    /// it does not say keeps its default.
    /// </summary>
    /// <exception cref="InputException">It is missing, no JSON, or has a name or value that a recipe does not have.</exception>
    public static TrainingRecipe Load(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file");
        try
        {
            JsonObject json = AsObject(JsonNode.Parse(File.ReadAllText(path), documentOptions: Lenient));
            TrainingRecipe recipe = Read(json.ContainsKey("recipe") ? AsObject(json["recipe"]) : json);
            recipe.Validate();
            return recipe;
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: not valid JSON: {e.Message}", e);
        }
        catch (InputException e)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
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
            if (!all.ContainsKey(name)) throw new InputException($"a recipe has no '{name}'; it has {string.Join(", ", all.Select(p => p.Key))}");
            all[name] = value?.DeepClone();
            try
            {
                recipe = all.Deserialize(RunJson.Default.TrainingRecipe)!;
            }
            catch (JsonException e)
            {
                throw new InputException($"'{name}' cannot be {value?.ToJsonString() ?? "null"}", e);
            }
        }

        return recipe;
    }

    private static JsonObject AsObject(JsonNode? node) => node as JsonObject ?? throw new InputException("a recipe is a JSON object, such as {\"epochs\": 20}");
}
