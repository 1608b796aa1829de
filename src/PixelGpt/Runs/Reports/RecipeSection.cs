using PixelGpt.Training;

namespace PixelGpt.Runs.Reports;

/// <summary>What the model is, how it was trained, and on what: enough to do it again.</summary>
internal static class RecipeSection
{
    public const string Id = "recipe";

    public static void Write(HtmlWriter html, EvaluationReport report, RunHistory history) => Page.Section(html, Id, "Recipe", () =>
    {
        if (report.Model is { } model)
        {
            html.Element("h3", "Model");
            Page.Facts(html, OfModel(model));
        }

        if (history.Record is { } record)
        {
            html.Element("h3", "Training");
            Page.Facts(html, OfTraining(record.Recipe, history.Epochs));
            html.Element("h3", "Made with");
            Page.Facts(html, [("PixelGpt", record.Versions.Pixelgpt), (".NET", record.Versions.Dotnet), ("system", record.Versions.Os), ("kernels", record.Versions.Kernels)]);
        }

        html.Element("h3", "Data scored here");
        DataDescription data = report.Dataset;
        Page.Facts(html,
        [
            ("source", data.Name), ("size", $"{data.Width} × {data.Height} pixels"), ("colours", $"{data.Colors}"),
            .. data.Splits.Select(s => ($"sprites of {s.Key}", $"{s.Value:N0}")), ("given share of a picture", $"{report.PromptFraction}"), ("SHA-256", Short(data.Checksum)),
        ]);
    });

    private static IEnumerable<(string Name, string Value)> OfModel(ModelDescription model)
    {
        yield return ("family", model.ModelType);
        yield return ("parameters", $"{model.Parameters:N0}");
        yield return ("layers", $"{model.Layers}");
        yield return ("heads", model.KeyValueHeads == model.Heads ? $"{model.Heads}" : $"{model.Heads}, of keys and values {model.KeyValueHeads}");
        yield return ("hidden size", $"{model.HiddenSize}");
        yield return ("positions", $"{model.MaxPositions}");
        if (model.WeightsChecksum is { } checksum) yield return ("weights, SHA-256", Short(checksum));
    }

    private static IEnumerable<(string Name, string Value)> OfTraining(TrainingRecipe recipe, IReadOnlyList<EpochMetrics> epochs) =>
    [
        ("epochs", epochs.Count == recipe.Epochs ? $"{epochs.Count}" : $"{epochs.Count} of {recipe.Epochs}"),
        ("batch size", $"{recipe.BatchSize}"),
        ("learning rate", $"{recipe.LearningRate}, {(recipe.LrSchedulerType == LearningRateScheduleType.Cosine ? "cosine" : "constant")}"),
        ("warm-up steps", $"{recipe.WarmupSteps}"),
        ("weight decay", $"{recipe.WeightDecay}"),
        ("AdamW β₁, β₂, ε", $"{recipe.AdamBeta1}, {recipe.AdamBeta2}, {recipe.AdamEpsilon}"),
        ("gradient norm clipped to", recipe.MaxGradNorm > 0 ? $"{recipe.MaxGradNorm}" : "not clipped"),
        ("bad steps", recipe.SkipBadSteps ? $"left out: {epochs.Sum(e => e.SkippedSteps)}" : "end training"),
        ("weights kept", recipe.BestMetric == BestEpoch.DevLoss ? "of the lowest dev loss" : "of the lowest training loss"),
        ("seed", $"{recipe.Seed}"),
    ];

    private static string Short(string checksum) => checksum.Length > 16 ? checksum[..16] + "…" : checksum;
}
