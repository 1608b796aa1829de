using PixelGpt.Evaluation;

namespace PixelGpt.Runs.Reports;

/// <summary>What each figure is, for who reads a report without the documentation.</summary>
internal static class MeaningSection
{
    public const string Id = "meaning";

    public static void Write(HtmlWriter html, EvaluationReport report) => Page.Section(html, Id, "What the figures mean", () => html.Element("dl", () =>
    {
        foreach ((string name, string meaning) in Meanings(report))
        {
            html.Element("dt", name);
            html.Element("dd", meaning);
        }
    }, ("class", "meanings")));

    private static IEnumerable<(string Name, string Meaning)> Meanings(EvaluationReport report)
    {
        CompletionEvaluation[] drawings = [.. report.Splits.SelectMany(s => s.Completions ?? [])];
        yield return ("nats and bits a pixel", "How surprised the model is by the true next pixel, all pixels before it known: the mean of −log of its probability. Lower is better; a colour picked at random from n costs ln n nats. It does not depend on how pictures are drawn.");
        yield return ("±", "One standard error over sprites: about two thirds of other draws of as many sprites would come this near.");
        yield return ("accuracy", "The share of completed pixels that are exactly the true ones. Most of a sprite is background, so a blank picture scores well: see the row of the rest left white.");
        yield return ("accuracy, not background", "The same over the pixels whose truth is not background.");
        yield return ("left background", "The share of completed pixels that are background. Neither way is better; it should be near that of the true pictures.");
        yield return ("from nearest training sprite", "The mean share of pixels that differ from the training sprite that is nearest: over the completed pixels, and over the whole picture. Far below the true pictures' means learned by heart.");
        yield return ("exact copies", "The share of pictures whose completed pixels, or all pixels, are those of a training sprite. Rows of background alone make short copies common; the true pictures' share is the scale.");
        if (drawings.Any(d => d.DetectionRate is not null))
            yield return ("judged real (PDR)", $"The share that a trained judge takes for real, with its 95 % interval: {drawings.First(d => d.DetectionRate is not null).DetectionRate!.Judge}.");
        if (drawings.Any(d => d.Distances is { Count: > 0 }))
        {
            yield return ("FID", "Fréchet distance of the two sets' features, taken for normal distributions. Lower is better. It is biased upwards where pictures are few, and numbers of different protocols or counts cannot be compared.");
            yield return ("KID", "Squared distance of the sets by a cubic kernel on the same features, without such bias; it may be below 0 where the sets are alike.");
            yield return ("precision and recall, density and coverage", "Precision and density say how many drawn pictures lie among the true ones, recall and coverage how many of the true ones are reached.");
        }
    }
}
