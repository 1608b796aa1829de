using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.IO;
using PixelGpt.Models;

namespace PixelGpt.Runs.TensorBoard;

/// <summary>The hyperparameters of a run: the recipe, the size of the model and the data set.</summary>
internal static class RunParameters
{
    /// <summary>Returns names and values, which are numbers, booleans or text.</summary>
    public static IReadOnlyList<(string Name, object Value)> Of(TrainingRun run)
    {
        TransformerDescription model = run.Model.Transformer.Description;
        List<(string, object)> values =
        [
            ("model_type", run.Model.Config.Family.ModelType), ("layers", (double)model.Layers), ("heads", (double)model.Heads), ("hidden_size", (double)model.HiddenSize),
            ("dropout", Math.Round(model.ResidualDropout, 6)), ("parameters", (double)run.Record.Parameters), ("dataset", run.Record.Dataset.Name),
        ];
        foreach ((string name, JsonNode? value) in JsonSerializer.SerializeToNode(run.Record.Recipe, RunJson.Default.TrainingRecipe)!.AsObject())
        {
            values.Add((name, value!.GetValueKind() switch
            {
                JsonValueKind.Number => value.GetValue<JsonElement>().GetDouble(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => value.GetValue<string>(),
            }));
        }

        return values;
    }

    /// <summary>Formats values as a table in Markdown.</summary>
    public static string ToMarkdown(IEnumerable<(string Name, object Value)> values)
    {
        var text = new StringBuilder("| name | value |\n| --- | --- |\n");
        foreach ((string name, object value) in values) text.Append(CultureInfo.InvariantCulture, $"| {MarkdownText.Escape(name)} | {MarkdownText.Escape(Convert.ToString(value, CultureInfo.InvariantCulture)!)} |\n");
        return text.ToString();
    }
}
