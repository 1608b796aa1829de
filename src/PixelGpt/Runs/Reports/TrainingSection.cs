using PixelGpt.Training;

namespace PixelGpt.Runs.Reports;

/// <summary>Writes the section about training: curves over epochs, and the same figures as a table.</summary>
internal static class TrainingSection
{
    public const string Id = "training";

    public static void Write(HtmlWriter html, RunHistory history) => HtmlPage.Section(html, Id, "Training", () =>
    {
        (double, string)? mark = history.BestEpoch is { } best ? (best.Epoch, $"best epoch ({best.Epoch})") : null;
        html.Element("div", () =>
        {
            var lossChart = new LineChart("Loss per pixel (nats)", value => $"{value:0.0##}") { Mark = mark };
            lossChart.Add("training", history.Epochs.Select(e => ((double)e.Epoch, e.Loss)));
            lossChart.Add("dev", history.Epochs.Where(e => e.DevLoss is not null).Select(e => ((double)e.Epoch, e.DevLoss!.Value)));
            lossChart.Write(html);
            var accuracyChart = new LineChart("Greedy accuracy on dev", value => $"{100 * value:0.#} %") { Mark = mark };
            accuracyChart.Add("dev", history.Epochs.Where(e => e.Accuracy is not null).Select(e => ((double)e.Epoch, e.Accuracy!.Value)));
            accuracyChart.Write(html);
        }, ("class", "charts"));
        html.Element("details", () =>
        {
            html.Element("summary", "Show as a table");
            var table = new HtmlTable("training-table", "Metrics of each epoch", "epoch", ["training loss", "dev loss", "greedy accuracy on dev", "learning rate", "seconds"]);
            foreach (EpochMetrics e in history.Epochs)
            {
                table.Add($"{e.Epoch}",
                [
                    new(EvaluationFigures.Nats(e.Loss)), new(e.DevLoss is { } dev ? EvaluationFigures.Nats(dev) : "–"), new(e.Accuracy is { } accuracy ? EvaluationFigures.Percent(accuracy) : "–"),
                    new($"{e.LearningRate:0.######}"), new($"{e.TrainSeconds:0.0}"),
                ]);
            }

            table.Write(html);
        });
    });
}
