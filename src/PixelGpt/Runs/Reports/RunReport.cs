using PixelGpt.Evaluation;

namespace PixelGpt.Runs.Reports;

/// <summary>Writes <c>report.html</c>, a self-contained page about a run. The same evaluation always gives the same bytes.</summary>
internal static class RunReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="evaluation">The figures and pictures.</param>
    /// <param name="history">The training history of the model.</param>
    /// <param name="name">The name of the run.</param>
    /// <returns>The HTML.</returns>
    public static string Write(ModelEvaluation evaluation, RunHistory history, string name)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(name);
        EvaluationReport report = evaluation.Report;
        return HtmlPage.Write($"{name}: evaluation", html =>
        {
            html.Element("header", () =>
            {
                html.Element("h1", name);
                html.Element("p", Summary(report), ("class", "soft"));
            });
            Warnings(html, report.Warnings ?? []);
            html.Element("nav", () => html.Element("ul", () =>
            {
                foreach ((string id, string text) in Links(report, history)) html.Element("li", () => html.Element("a", text, ("href", "#" + id)));
            }), ("aria-label", "On this page"));
            foreach (DetailedEvaluation split in evaluation.Splits) SplitSection.Write(html, split, report, evaluation.Palette);
            if (history.Epochs.Count > 0) TrainingSection.Write(html, history);
            RecipeSection.Write(html, report, history);
            FigureExplanationSection.Write(html, report);
        });
    }

    private static string Summary(EvaluationReport report)
    {
        string model = report.Model is { } m ? $"{m.ModelType} with {m.Parameters:N0} parameters, " : "";
        return $"{model}evaluated on {report.Dataset.Name}: {string.Join(" and ", report.Splits.Select(s => $"{s.Sprites} {s.Split} sprites"))}, completed from the first {100 * report.PromptFraction:0.#} % of each picture.";
    }

    private static IEnumerable<(string Id, string Text)> Links(EvaluationReport report, RunHistory history)
    {
        foreach (SplitEvaluation split in report.Splits)
        {
            yield return (SplitSection.IdOf(split), $"Figures of {split.Split}");
            yield return (SplitSection.IdOf(split) + "-pictures", $"Pictures of {split.Split}");
        }

        if (history.Epochs.Count > 0) yield return (TrainingSection.Id, "Training");
        yield return (RecipeSection.Id, "Recipe");
        yield return (FigureExplanationSection.Id, FigureExplanationSection.Heading);
    }

    private static void Warnings(HtmlWriter html, IReadOnlyList<string> warnings)
    {
        if (warnings.Count == 0) return;
        html.Element("section", () =>
        {
            html.Element("h2", "Warnings", ("id", "warnings"));
            html.Element("ul", () =>
            {
                foreach (string warning in warnings) html.Element("li", warning);
            });
        }, ("class", "warnings"), ("aria-labelledby", "warnings"));
    }
}
