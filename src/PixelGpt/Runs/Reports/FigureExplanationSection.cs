using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;

namespace PixelGpt.Runs.Reports;

/// <summary>Writes the section of a report that explains the figures.</summary>
internal static class FigureExplanationSection
{
    public const string Id = "explanations";

    public const string Heading = "What the figures mean";

    public static void Write(HtmlWriter html, EvaluationReport report) => HtmlPage.Section(html, Id, Heading, () => html.Element("dl", () =>
    {
        foreach ((string name, string explanation) in Explanations(report))
        {
            html.Element("dt", name);
            html.Element("dd", explanation);
        }
    }, ("class", "explanations")));

    private static IEnumerable<(string Name, string Explanation)> Explanations(EvaluationReport report)
    {
        CompletionEvaluation[] completions = [.. report.Splits.SelectMany(s => s.Completions ?? [])];
        yield return ("NLL and bits per pixel", "Mean negative log-likelihood of the true next pixel, given all true pixels before it, in nats or bits. Lower is better; a uniform distribution over n colours has an NLL of ln n nats. It does not depend on how completions are generated.");
        yield return ("±", "One standard error over sprites: for about two thirds of other sets of the same number of sprites, the figure would be within this range.");
        yield return ("accuracy", "The fraction of completed pixels that equal the truth. Most pixels of a sprite are background, so a blank picture has a high accuracy: compare with the baseline that is white after the prompt.");
        yield return ("foreground accuracy", "Accuracy over the pixels that are not background in the truth.");
        yield return ("background fraction", "The fraction of completed pixels that are background. It should be close to that of the true pictures.");
        yield return ("differs from nearest training sprite", "The mean fraction of pixels that differ from the nearest training sprite, over the completed pixels and over the whole picture. A value far below that of the true pictures means that the model memorized training sprites.");
        yield return ("exact copies", "The fraction of pictures whose completed pixels, or all pixels, equal those of a training sprite. Some copies are normal, because the remaining rows can be all background: compare with the true pictures.");
        if (completions.Any(d => d.DetectionRate is not null))
            yield return ("judged real (PDR)", $"The fraction of pictures that a trained judge takes for real, with its 95 % confidence interval: {completions.First(d => d.DetectionRate is not null).DetectionRate!.Judge}.");
        if (completions.Any(d => d.Distances is { Count: > 0 }))
        {
            DistanceReport[] distances = [.. completions.SelectMany(d => d.Distances ?? []).DistinctBy(d => d.Metric)];
            string network = distances.Any(d => d.Metric != DistanceProtocol.Fid) ? " Only that of features of Inception v3 is called FID; the resnet18 distance uses ResNet-18, and the two cannot be compared." : "";
            yield return (string.Join(", ", distances.Select(d => d.Metric)), $"Fréchet distance between the features of completions and true pictures, assuming normal distributions. Lower is better. It is biased upwards for few pictures; values of different protocols or numbers of pictures cannot be compared.{network}");
            yield return (string.Join(", ", distances.Select(d => d.KernelMetric)), "Squared maximum mean discrepancy between the same features, with a cubic kernel. It is unbiased, so it can be negative if the sets are similar.");
            yield return ("precision and recall, density and coverage", "Precision and density measure how many completions are close to true pictures; recall and coverage measure how many true pictures have a completion close to them.");
        }
    }
}
