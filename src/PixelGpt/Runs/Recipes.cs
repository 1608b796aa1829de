using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>Recipe files.</summary>
public static class Recipes
{
    /// <summary>Reads a recipe: a JSON object of its values, or a run's <c>training.json</c>, whose recipe is meant then.</summary>
    /// <exception cref="InputException">It is missing, no JSON, or has a name or value that a recipe does not have.</exception>
    public static TrainingRecipe Load(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file");
        try
        {
            JsonNode? json = JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 });
            if (json?["recipe"] is { } inner) json = inner;
            TrainingRecipe recipe = json.Deserialize(RunJson.Default.TrainingRecipe) ?? throw new JsonException("a JSON object is needed");
            recipe.Validate();
            return recipe;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
        catch (InputException e)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>A recipe as JSON.</summary>
    public static string ToJson(TrainingRecipe recipe) => JsonSerializer.Serialize(recipe, RunJson.Default.TrainingRecipe);
}
