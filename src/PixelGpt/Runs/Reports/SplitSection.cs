using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Rendering;

namespace PixelGpt.Runs.Reports;

/// <summary>What there is to say of a split: the few figures that matter most, all of them beside the baselines', and the pictures.</summary>
internal static class SplitSection
{
    /// <summary>Where links to a split go. A split's name may be anything; its place is not.</summary>
    public static string IdOf(SplitEvaluation split) => "split-" + string.Concat(split.Split.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    public static void Write(HtmlWriter html, DetailedEvaluation split, EvaluationReport report, Palette palette)
    {
        SplitEvaluation figures = split.Figures;
        string id = IdOf(figures);
        Page.Section(html, id, $"Figures of {figures.Split}", () =>
        {
            Tiles(html, figures);
            Drawings(html, id, figures);
            Distances(html, id, figures, report);
            Likelihood(html, id, split);
        });
        PictureSection.Write(html, id + "-pictures", split, palette);
    }

    private static void Tiles(HtmlWriter html, SplitEvaluation split) => html.Element("dl", () =>
    {
        IReadOnlyList<Figure> likelihood = Figures.OfLikelihood(split);
        Tile(html, likelihood[0]);
        Tile(html, likelihood[2]);
        if (split.Completions is not [{ } greedy, ..]) return;
        string[] wanted = ["accuracy", "foreground_accuracy", "copies_completed", "detection_rate"];
        foreach (Figure figure in Figures.OfDrawing(greedy).Where(f => wanted.Contains(f.Key))) Tile(html, figure with { Label = $"{figure.Label}, greedy" });
        foreach (DistanceReport distance in greedy.Distances ?? []) Tile(html, Figures.OfDistances(distance)[0] with { Label = $"FID, greedy, protocol {distance.Protocol}" });
    }, ("class", "tiles"));

    private static void Tile(HtmlWriter html, Figure figure) => html.Element("div", () =>
    {
        html.Element("dt", figure.Label);
        html.Element("dd", () =>
        {
            html.Text(figure.Text);
            if (figure.Spread is { } spread) html.Element("small", spread);
        });
    });

    private static void Drawings(HtmlWriter html, string id, SplitEvaluation split) =>
        Table(html, id + "-drawn", $"What was drawn of {split.Split}, beside what needs no model", split, Figures.OfDrawing);

    private static void Distances(HtmlWriter html, string id, SplitEvaluation split, EvaluationReport report)
    {
        if (report.NoDistances is { } missing) html.Element("p", $"No FID: {missing}.", ("class", "soft"));
        foreach (DistanceReport asked in split.Completions?[0].Distances ?? [])
        {
            var protocol = DistanceProtocol.Find(asked.Protocol);
            Table(html, $"{id}-{protocol.Name}", $"Distances of sets, protocol {protocol.Name}: {protocol.Summary}", split, d => d.Distances?.FirstOrDefault(r => r.Protocol == protocol.Name) is { } found ? Figures.OfDistances(found) : []);
            html.Element("p", Conditions(asked), ("class", "soft"));
            if (asked.Warning is { } warning) html.Element("p", () => html.Element("strong", $"Warning: {warning}."));
        }
    }

    private static string Conditions(DistanceReport report)
    {
        string interval = report.FidLow is null ? "" : $" Beside each FID stands its 95 % interval of {report.Resamples} resamples.";
        string scale = report.FidOfTrueHalves is { } halves ? $" The FID of half of the true pictures against the other half, {report.TrueHalf} and {report.TrueHalf}, is {halves:0.00}." : "";
        string kid = report.Kid is null ? "" : $" KID: mean and standard deviation over {report.KidSubsets} subsets of {report.KidSubsetSize}.";
        return $"Network: {report.Network}. FID is {report.FidBias}.{interval}{scale}{kid}";
    }

    /// <summary>A row a way of drawing, baselines below a line, and a column a figure.</summary>
    private static void Table(HtmlWriter html, string id, string caption, SplitEvaluation split, Func<CompletionEvaluation, IReadOnlyList<Figure>> figuresOf)
    {
        (CompletionEvaluation Drawing, Figure[] Figures, bool IsBaseline)[] rows =
        [
            .. (split.Completions ?? []).Select(d => (d, figuresOf(d).ToArray(), false)),
            .. (split.Baselines ?? []).Select(d => (d, figuresOf(d).ToArray(), true)),
        ];
        if (rows.Length == 0) return;
        Figure[] columns = [.. rows.SelectMany(r => r.Figures).DistinctBy(f => f.Key)];
        var table = new HtmlTable(id, caption, "how", [.. columns.Select(c => c.Label)]);
        bool wasBaseline = false;
        foreach ((CompletionEvaluation drawing, Figure[] figures, bool isBaseline) in rows)
        {
            table.Add(drawing.Description, [.. columns.Select(c => Cell.Of(figures.FirstOrDefault(f => f.Key == c.Key)))], isApart: isBaseline && !wasBaseline);
            wasBaseline = isBaseline;
        }

        table.Write(html);
    }

    private static void Likelihood(HtmlWriter html, string id, DetailedEvaluation split)
    {
        var table = new HtmlTable(id + "-likelihood", $"How well the pixels of {split.Figures.Split} are foretold", "figure", ["mean"]);
        foreach (Figure figure in Figures.OfLikelihood(split.Figures)) table.Add(figure.Label, [Cell.Of(figure)]);
        if (split.Figures.NllPerPosition is not { } values)
        {
            table.Write(html);
            return;
        }

        float greatest = Math.Max(1e-6f, values.Max());
        int width = split.Truths[0].Width, height = split.Truths[0].Height;
        html.Element("div", () =>
        {
            html.Element("div", () => table.Write(html));
            html.Element("figure", () =>
            {
                Sprite map = HeatMap.Draw(values, first: 1, width, height, greatest), scale = new(HeatMap.Palette.Count - 1, 1, [.. Enumerable.Range(0, HeatMap.Palette.Count - 1)]);
                html.Element("figcaption", $"Mean nats of each pixel. The last {height - (split.PromptLength / (double)width):0.#} of {height} rows are completed.");
                Page.Picture(html, SpriteImage.Render(map, HeatMap.Palette), $"Map of the mean negative log-likelihood at each of {width} by {height} pixels, in nats from 0 to {greatest:0.00}; the first pixel has none", "map");
                Page.Picture(html, SpriteImage.Render(scale, HeatMap.Palette), "Colours from the least to the greatest", "scale");
                html.Element("div", () =>
                {
                    html.Element("span", "0");
                    html.Element("span", $"{greatest:0.00} nats");
                }, ("class", "ends"));
            });
        }, ("class", "maps"));
    }
}
