using PixelGpt.Training;

namespace PixelGpt.Runs.Reports;

/// <summary>Writes the section with everything that is needed to repeat the run: model, recipe, versions and data.</summary>
internal static class RecipeSection
{
    public const string Id = "recipe";

    public static void Write(HtmlWriter html, EvaluationReport report, RunHistory history) => HtmlPage.Section(html, Id, "Recipe", () =>
    {
        if (report.Model is { } model)
        {
            html.Element("h3", "Model");
            HtmlPage.Facts(html, OfModel(model));
        }

        if (history.Record is { } record)
        {
            html.Element("h3", "Training");
            HtmlPage.Facts(html, OfTraining(record.Recipe, history.Epochs));
            html.Element("h3", "Versions");
            HtmlPage.Facts(html, [("PixelGpt", record.Versions.Pixelgpt), (".NET", record.Versions.Dotnet), ("system", record.Versions.Os), ("kernels", record.Versions.Kernels)]);
        }

        html.Element("h3", "Data");
        DataDescription data = report.Dataset;
        HtmlPage.Facts(html,
        [
            ("source", data.Name), ("size", $"{data.Width} × {data.Height} pixels"), ("colours", $"{data.Colors}"),
            .. data.Splits.Select(s => ($"{s.Key} sprites", $"{s.Value:N0}")), ("prompt fraction", $"{report.PromptFraction}"), ("SHA-256", Short(data.Checksum)),
        ]);
    });

    private static IEnumerable<(string Name, string Value)> OfModel(ModelDescription model)
    {
        yield return ("family", model.ModelType);
        yield return ("parameters", $"{model.Parameters:N0}");
        yield return ("layers", $"{model.Layers}");
        yield return ("heads", model.KeyValueHeads == model.Heads ? $"{model.Heads}" : $"{model.Heads} ({model.KeyValueHeads} for keys and values)");
        yield return ("hidden size", $"{model.HiddenSize}");
        yield return ("positions", $"{model.MaxPositions}");
        if (model.WeightsChecksum is { } checksum) yield return ("weights, SHA-256", Short(checksum));
    }

    private static IEnumerable<(string Name, string Value)> OfTraining(TrainingRecipe recipe, IReadOnlyList<EpochMetrics> epochs) =>
    [
        ("epochs", epochs.Count == recipe.Epochs ? $"{epochs.Count}" : $"{epochs.Count} of {recipe.Epochs}"),
        ("batch size", $"{recipe.BatchSize}"),
        ("learning rate", $"{recipe.LearningRate}, {(recipe.LrSchedulerType == LearningRateScheduleType.Cosine ? "cosine" : "constant")}"),
        ("warmup steps", $"{recipe.WarmupSteps}"),
        ("weight decay", $"{recipe.WeightDecay}"),
        ("AdamW β₁, β₂, ε", $"{recipe.AdamBeta1}, {recipe.AdamBeta2}, {recipe.AdamEpsilon}"),
        ("gradient clipping", recipe.MaxGradNorm > 0 ? $"norm {recipe.MaxGradNorm}" : "off"),
        ("bad steps", recipe.SkipBadSteps ? $"skipped: {epochs.Sum(e => e.SkippedSteps)}" : "stop training"),
        ("best metric", recipe.BestMetric == SelectionMetric.DevLoss ? "dev loss" : "training loss"),
        ("seed", $"{recipe.Seed}"),
    ];

    private static string Short(string checksum) => checksum.Length > 16 ? checksum[..16] + "…" : checksum;
}
