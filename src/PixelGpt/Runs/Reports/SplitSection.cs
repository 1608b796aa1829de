using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Rendering;

namespace PixelGpt.Runs.Reports;

/// <summary>Writes the sections about a split: the most important figures, all figures with those of the baselines, and the pictures.</summary>
internal static class SplitSection
{
    /// <summary>Gets the HTML id of a split's section. Characters that are not allowed in ids are replaced.</summary>
    public static string IdOf(SplitEvaluation split) => "split-" + string.Concat(split.Split.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    public static void Write(HtmlWriter html, DetailedEvaluation split, EvaluationReport report, Palette palette)
    {
        SplitEvaluation figures = split.Figures;
        string id = IdOf(figures);
        HtmlPage.Section(html, id, $"Figures of {figures.Split}", () =>
        {
            Tiles(html, figures);
            Completions(html, id, figures);
            Distances(html, id, figures, report);
            Likelihood(html, id, split);
        });
        PictureSection.Write(html, id + "-pictures", split, palette);
    }

    private static void Tiles(HtmlWriter html, SplitEvaluation split) => html.Element("dl", () =>
    {
        IReadOnlyList<Figure> likelihood = EvaluationFigures.OfLikelihood(split);
        Tile(html, likelihood[0]);
        Tile(html, likelihood[2]);
        if (split.Completions is not [{ } greedy, ..]) return;
        string[] wanted = ["accuracy", "foreground_accuracy", "copies_completed", "detection_rate"];
        foreach (Figure figure in EvaluationFigures.OfCompletions(greedy).Where(f => wanted.Contains(f.Key))) Tile(html, figure with { Label = $"{figure.Label}, greedy" });
        foreach (DistanceReport distance in greedy.Distances ?? []) Tile(html, EvaluationFigures.OfDistances(distance)[0] with { Label = $"{distance.Metric}, greedy, protocol {distance.Protocol}" });
    }, ("class", "tiles"));

    private static void Tile(HtmlWriter html, Figure figure) => html.Element("div", () =>
    {
        html.Element("dt", figure.Label);
        html.Element("dd", () =>
        {
            html.Text(figure.Text);
            if (figure.Uncertainty is { } uncertainty) html.Element("small", uncertainty);
        });
    });

    private static void Completions(HtmlWriter html, string id, SplitEvaluation split) =>
        Table(html, id + "-completions", $"Completions of {split.Split} and baselines", split, EvaluationFigures.OfCompletions);

    private static void Distances(HtmlWriter html, string id, SplitEvaluation split, EvaluationReport report)
    {
        if (report.NoDistances is { } missing) html.Element("p", $"No FID: {missing}.", ("class", "soft"));
        foreach (DistanceReport distance in split.Completions?[0].Distances ?? [])
        {
            var protocol = DistanceProtocol.Find(distance.Protocol);
            Table(html, $"{id}-{protocol.Name}", $"Distances on {split.Split}, protocol {protocol.Name}: {protocol.Summary}", split, d => d.Distances?.FirstOrDefault(r => r.Protocol == protocol.Name) is { } found ? EvaluationFigures.OfDistances(found) : []);
            html.Element("p", Conditions(distance), ("class", "soft"));
            if (distance.Warning is { } warning) html.Element("p", () => html.Element("strong", $"Warning: {warning}."));
        }
    }

    private static string Conditions(DistanceReport report)
    {
        string interval = report.FrechetLow is null ? "" : $" Each {report.Metric} is given with its 95 % confidence interval over {report.Resamples} resamples.";
        string scale = report.FrechetOfTrueHalves is { } halves ? $" For scale: the {report.Metric} between two random halves of the true pictures ({report.TrueHalf} each) is {halves:0.00}." : "";
        string kid = report.Kernel is null ? "" : $" {report.KernelMetric}: mean and standard deviation over {report.KernelSubsets} subsets of {report.KernelSubsetSize} pictures.";
        return $"Network: {report.Network}. Bias of the {report.Metric}: {report.FrechetBias}.{interval}{scale}{kid}";
    }

    /// <summary>Writes a table with one row per kind of completion, the baselines below a separator, and one column per figure.</summary>
    private static void Table(HtmlWriter html, string id, string caption, SplitEvaluation split, Func<CompletionEvaluation, IReadOnlyList<Figure>> figuresOf)
    {
        (CompletionEvaluation Completions, Figure[] Figures, bool IsBaseline)[] rows =
        [
            .. (split.Completions ?? []).Select(d => (d, figuresOf(d).ToArray(), false)),
            .. (split.Baselines ?? []).Select(d => (d, figuresOf(d).ToArray(), true)),
        ];
        if (rows.Length == 0) return;
        Figure[] columns = [.. rows.SelectMany(r => r.Figures).DistinctBy(f => f.Key)];
        var table = new HtmlTable(id, caption, "method", [.. columns.Select(c => c.Label)]);
        bool wasBaseline = false;
        foreach ((CompletionEvaluation completions, Figure[] figures, bool isBaseline) in rows)
        {
            table.Add(completions.Description, [.. columns.Select(c => TableCell.Of(figures.FirstOrDefault(f => f.Key == c.Key)))], hasSeparator: isBaseline && !wasBaseline);
            wasBaseline = isBaseline;
        }

        table.Write(html);
    }

    private static void Likelihood(HtmlWriter html, string id, DetailedEvaluation split)
    {
        var table = new HtmlTable(id + "-likelihood", $"Likelihood of {split.Figures.Split}", "figure", ["mean"]);
        foreach (Figure figure in EvaluationFigures.OfLikelihood(split.Figures)) table.Add(figure.Label, [TableCell.Of(figure)]);
        if (split.Figures.NllPerPosition is not { } values)
        {
            table.Write(html);
            return;
        }

        float largest = Math.Max(1e-6f, values.Max());
        int width = split.Truths[0].Width, height = split.Truths[0].Height;
        html.Element("div", () =>
        {
            html.Element("div", () => table.Write(html));
            html.Element("figure", () =>
            {
                Sprite map = HeatMap.Draw(values, first: 1, width, height, largest), scale = new(HeatMap.Palette.Count - 1, 1, [.. Enumerable.Range(0, HeatMap.Palette.Count - 1)]);
                html.Element("figcaption", $"Mean NLL at each pixel, in nats. The last {height - (split.PromptLengths[0] / (double)width):0.#} of {height} rows are completed.");
                HtmlPage.Picture(html, SpriteImage.Render(map, HeatMap.Palette), $"Map of the mean negative log-likelihood at each of {width} by {height} pixels, in nats from 0 to {largest:0.00}; the first pixel is not predicted", "map");
                HtmlPage.Picture(html, SpriteImage.Render(scale, HeatMap.Palette), "Colour scale from the smallest to the largest value", "scale");
                html.Element("div", () =>
                {
                    html.Element("span", "0");
                    html.Element("span", $"{largest:0.00} nats");
                }, ("class", "ends"));
            });
        }, ("class", "maps"));
    }
}
