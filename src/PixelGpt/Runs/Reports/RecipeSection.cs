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
            HtmlPage.Facts(html, [.. OfTraining(record.Recipe, history), .. (record.Earlier ?? []).Select(e => ("changed when resumed", e.Describe()))]);
            html.Element("h3", "Versions");
            HtmlPage.Facts(html, [("PixelGpt", record.Versions.Pixelgpt), (".NET", record.Versions.Dotnet), ("system", record.Versions.Os), ("kernels", record.Versions.Kernels)]);
        }

        html.Element("h3", "Data");
        DataDescription data = report.Dataset;
        HtmlPage.Facts(html,
        [
            ("source", data.Name), ("size", $"{(data.MixedSizes ? "mixed, at most " : "")}{data.Width} × {data.Height} pixels"), ("colours", $"{data.Colors}"),
            .. data.Splits.Select(s => ($"{s.Key} sprites", $"{s.Value:N0}")), ("prompt fraction", $"{report.PromptFraction}"), ("SHA-256", Short(data.Checksum)),
        ]);
    });

    private static IEnumerable<(string Name, string Value)> OfModel(ModelDescription model)
    {
        yield return ("family", model.ModelType);
        if (model.Members is { } members) yield return ("ensemble", $"{members} members; sizes are those of the largest");
        yield return ("parameters", $"{model.Parameters:N0}");
        yield return ("layers", $"{model.Layers}");
        yield return ("heads", model.KeyValueHeads == model.Heads ? $"{model.Heads}" : $"{model.Heads} ({model.KeyValueHeads} for keys and values)");
        yield return ("hidden size", $"{model.HiddenSize}");
        yield return ("positions", $"{model.MaxPositions}");
        if (model.WeightsChecksum is { } checksum) yield return ("weights, SHA-256", Short(checksum));
    }

    private static IEnumerable<(string Name, string Value)> OfTraining(TrainingRecipe recipe, RunHistory history) =>
    [
        ("epochs", history.Epochs.Count == recipe.Epochs ? $"{recipe.Epochs}" : $"{history.Epochs.Count} of {recipe.Epochs}{(history.HasStoppedEarly ? ", stopped early" : "")}"),
        ("patience", recipe.Patience > 0 ? $"{recipe.Patience} epochs" : "off"),
        ("batch size", $"{recipe.BatchSize}"),
        ("learning rate", $"{recipe.LearningRate}, {(recipe.LrSchedulerType == LearningRateScheduleType.Cosine ? "cosine" : "constant")}{(recipe.MinLrRatio > 0 ? $" to {recipe.MinLrRatio} of it" : "")}"),
        ("optimizer", recipe.DescribeOptimizer()),
        ("warmup steps", $"{recipe.WarmupSteps}"),
        ("weight decay", $"{recipe.WeightDecay}{(recipe.DecayMatricesOnly ? ", matrices only" : "")}"),
        ("AdamW β₁, β₂, ε", $"{recipe.AdamBeta1}, {recipe.AdamBeta2}, {recipe.AdamEpsilon}"),
        ("gradient clipping", recipe.MaxGradNorm > 0 ? $"norm {recipe.MaxGradNorm}" : "off"),
        ("average of the weights", recipe.Ema > 0 ? $"decay rate {recipe.Ema}" : "off"),
        ("bad steps", recipe.SkipBadSteps ? $"skipped: {history.Epochs.Sum(e => e.SkippedSteps)}" : "stop training"),
        ("best metric", recipe.BestMetric == SelectionMetric.DevLoss ? "dev loss" : "training loss"),
        .. history.Record?.Extensions is { } extensions ? [("supplied by the program", extensions.Describe())] : Array.Empty<(string, string)>(),
        ("seed", $"{recipe.Seed}"),
    ];

    private static string Short(string checksum) => checksum.Length > 16 ? checksum[..16] + "…" : checksum;
}
