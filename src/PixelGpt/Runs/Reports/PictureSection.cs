using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Rendering;

namespace PixelGpt.Runs.Reports;

/// <summary>Pictures to look at: what was drawn beside the truth, and what was drawn beside the training sprite nearest to it.</summary>
internal static class PictureSection
{
    /// <summary>The side that sprites are enlarged towards, so that four of 20 pixels fit a phone.</summary>
    private const int PanelTarget = 80;

    /// <summary>So many sprites are shown at once: as many as one scrolls past.</summary>
    private const int SpritesShown = 24;

    /// <summary>So many of the pictures nearest to a training sprite are shown at once; copies are among them if there are any.</summary>
    private const int NearestShown = 12;

    public static void Write(HtmlWriter html, string id, DetailedEvaluation split, Palette palette)
    {
        Page.Section(html, id, $"Pictures of {split.Figures.Split}", () =>
        {
            Sheet(html, split, palette);
            foreach (EvaluatedCompletions drawing in split.Completions) Nearest(html, split, drawing, palette);
        });
    }

    private static void Sheet(HtmlWriter html, DetailedEvaluation split, Palette palette)
    {
        int shown = Math.Min(split.Truths.Count, ContactSheet.MaxSprites);
        string kinds = string.Join(", ", ["the beginning that was given", .. split.Completions.Select(d => d.Figures.Description), "the truth"]);
        html.Element("p", $"{Shown(shown, split.Truths.Count, "sprites")}, from left to right: {kinds}. Yellow marks show where the given part ends.");
        Lists(html, split.Completions.Count > 2 ? "strips many" : "strips", [.. Enumerable.Range(0, shown)], SpritesShown, i =>
        {
            Sprite truth = split.Truths[i];
            Sprite[] row = [new(truth.Width, truth.Height, truth.Pixels[..split.PromptLength]), .. split.Completions.Select(d => Drawn(split, d.Pictures[i * d.Figures.Samples])), truth];
            Strip(html, row, palette, generated: 1, split.PromptLength, $"{i + 1}", $"sprite {i + 1}: {kinds}");
        });
    }

    private static void Nearest(HtmlWriter html, DetailedEvaluation split, EvaluatedCompletions drawing, Palette palette)
    {
        if (drawing.Nearest is not { } nearest || drawing.Figures.Memorization is not { NearestDistance: { } distance } memorisation) return;
        int completed = split.Truths[0].Pixels.Length - split.PromptLength;
        int[] order = [.. Enumerable.Range(0, drawing.Pictures.Count).OrderBy(i => distance[i]).Take(ContactSheet.MaxSprites)];
        html.Element("h3", $"Learned by heart? {Capital(drawing.Figures.Description)}, the truth, the nearest training sprite");
        html.Element("p", $"{Shown(order.Length, drawing.Pictures.Count, "pictures")}, nearest first: how many of the {completed} completed pixels differ from the training sprite nearest over them. "
            + $"Exact copies: {Figures.Percent(memorisation.Copies)} over the completed pixels, {Figures.Percent(memorisation.CopiesWhole)} over the whole.");
        Lists(html, "strips three", order, NearestShown, i =>
        {
            int sprite = i / drawing.Figures.Samples;
            string apart = distance[i] == 0 ? "an exact copy" : $"{distance[i]} pixels differ";
            Strip(
                html, [Drawn(split, drawing.Pictures[i]), split.Truths[sprite], nearest[i]], palette, generated: 0, split.PromptLength,
                $"{sprite + 1}: {apart}", $"sprite {sprite + 1} {drawing.Figures.Description}, the truth, and the nearest training sprite: {apart}");
        });
    }

    /// <summary>Lists the first few; the others wait to be asked for.</summary>
    private static void Lists(HtmlWriter html, string style, int[] all, int atOnce, Action<int> item)
    {
        List(all.Take(atOnce));
        if (all.Length <= atOnce) return;
        html.Element("details", () =>
        {
            html.Element("summary", $"{all.Length - atOnce} more");
            List(all.Skip(atOnce));
        });

        void List(IEnumerable<int> some) => html.Element("ul", () =>
        {
            foreach (int i in some) item(i);
        }, ("class", style));
    }

    private static void Strip(HtmlWriter html, Sprite[] row, Palette palette, int generated, int promptLength, string caption, string description) => html.Element("li", () => html.Element("figure", () =>
    {
        int scale = Math.Max(1, PanelTarget / Math.Max(row[0].Width, row[0].Height));
        Page.Picture(html, ContactSheet.Strip(row, palette, scale, generated, promptLength), description, "strip");
        html.Element("figcaption", caption);
    }));

    private static Sprite Drawn(DetailedEvaluation split, int[] pixels) => new(split.Truths[0].Width, split.Truths[0].Height, pixels);

    private static string Shown(int shown, int all, string what) => shown < all ? $"The first {shown} of {all} {what}" : $"All {all} {what}";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
