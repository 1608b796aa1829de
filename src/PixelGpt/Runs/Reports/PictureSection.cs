using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Rendering;

namespace PixelGpt.Runs.Reports;

/// <summary>Writes the pictures of a split: completions next to the truth, and completions next to the nearest training sprite.</summary>
internal static class PictureSection
{
    /// <summary>The side length to which pictures are enlarged. Four pictures of 20×20 pixels then fit on a phone.</summary>
    private const int TargetSize = 80;

    /// <summary>The number of sprites that are visible at first; a click shows the others.</summary>
    private const int VisibleSprites = 24;

    /// <summary>The number of pictures, sorted by their distance to the nearest training sprite, that are visible at first.</summary>
    private const int VisibleNearest = 12;

    public static void Write(HtmlWriter html, string id, DetailedEvaluation split, Palette palette)
    {
        HtmlPage.Section(html, id, $"Pictures of {split.Figures.Split}", () =>
        {
            WriteCompletions(html, split, palette);
            foreach (EvaluatedCompletions completions in split.Completions) WriteNearest(html, split, completions, palette);
        });
    }

    private static void WriteCompletions(HtmlWriter html, DetailedEvaluation split, Palette palette)
    {
        int shown = Math.Min(split.Truths.Count, ContactSheet.MaxSprites);
        string kinds = string.Join(", ", ["prompt", .. split.Completions.Select(d => d.Figures.Description), "truth"]);
        html.Element("p", $"{CountText(shown, split.Truths.Count, "sprites")}, from left to right: {kinds}. Yellow marks show where the prompt ends.");
        WriteLists(html, split.Completions.Count > 2 ? "strips many" : "strips", [.. Enumerable.Range(0, shown)], VisibleSprites, i =>
        {
            Sprite truth = split.Truths[i];
            Sprite[] panels = [truth.FirstPixels(split.PromptLengths[i]), .. split.Completions.Select(d => ToSprite(truth, d.Pictures[i * d.Figures.Samples])), truth];
            WriteStrip(html, new Strip(panels, CompletedPanel: 1, $"{i + 1}", $"sprite {i + 1}: {kinds}"), split.PromptLengths[i], palette);
        });
    }

    private static void WriteNearest(HtmlWriter html, DetailedEvaluation split, EvaluatedCompletions completions, Palette palette)
    {
        if (completions.Nearest is not { } nearest || completions.Figures.Memorization is not { NearestDistance: { } distance } memorization) return;
        int completed = split.Truths[0].Pixels.Length - split.PromptLengths[0];
        int[] order = [.. Enumerable.Range(0, completions.Pictures.Count).OrderBy(i => distance[i]).Take(ContactSheet.MaxSprites)];
        html.Element("h3", $"Memorization: {completions.Figures.Description}, truth, nearest training sprite");
        html.Element("p", $"{CountText(order.Length, completions.Pictures.Count, "pictures")}, sorted by the number of the {completed} completed pixels that differ from the nearest training sprite. "
            + $"Exact copies: {EvaluationFigures.Percent(memorization.Copies)} over the completed pixels, {EvaluationFigures.Percent(memorization.CopiesWhole)} over the whole picture.");
        WriteLists(html, "strips three", order, VisibleNearest, i =>
        {
            int sprite = i / completions.Figures.Samples;
            string difference = distance[i] == 0 ? "an exact copy" : $"{distance[i]} pixels differ";
            Sprite[] panels = [ToSprite(split.Truths[sprite], completions.Pictures[i]), split.Truths[sprite], nearest[i]];
            string description = $"sprite {sprite + 1} {completions.Figures.Description}, the truth, and the nearest training sprite: {difference}";
            WriteStrip(html, new Strip(panels, CompletedPanel: 0, $"{sprite + 1}: {difference}", description), split.PromptLengths[sprite], palette);
        });
    }

    /// <summary>Writes the first items as a list and the others as a list that a click shows.</summary>
    private static void WriteLists(HtmlWriter html, string style, int[] all, int visible, Action<int> item)
    {
        WriteList(all.Take(visible));
        if (all.Length <= visible) return;
        html.Element("details", () =>
        {
            html.Element("summary", $"{all.Length - visible} more");
            WriteList(all.Skip(visible));
        });

        void WriteList(IEnumerable<int> some) => html.Element("ul", () =>
        {
            foreach (int i in some) item(i);
        }, ("class", style));
    }

    private static void WriteStrip(HtmlWriter html, Strip strip, int promptLength, Palette palette) => html.Element("li", () => html.Element("figure", () =>
    {
        int scale = Math.Max(1, TargetSize / Math.Max(strip.Panels[0].Width, strip.Panels[0].Height));
        HtmlPage.Picture(html, ContactSheet.Strip(strip.Panels, palette, scale, strip.CompletedPanel, promptLength), strip.Description, "strip");
        html.Element("figcaption", strip.Caption);
    }));

    private static Sprite ToSprite(Sprite truth, int[] pixels) => new(truth.Width, truth.Height, pixels);

    private static string CountText(int shown, int all, string what) => shown < all ? $"The first {shown} of {all} {what}" : $"All {all} {what}";

    /// <summary>Pictures side by side.</summary>
    /// <param name="Panels">The pictures, from left to right.</param>
    /// <param name="CompletedPanel">The index of the completed picture, which gets the marks at the end of the prompt.</param>
    /// <param name="Caption">The text below the pictures.</param>
    /// <param name="Description">The alternative text.</param>
    private readonly record struct Strip(Sprite[] Panels, int CompletedPanel, string Caption, string Description);
}
