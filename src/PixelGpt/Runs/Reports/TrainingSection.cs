using PixelGpt.Training;

namespace PixelGpt.Runs.Reports;

/// <summary>How training went: curves over epochs, and the same as a table.</summary>
internal static class TrainingSection
{
    public const string Id = "training";

    public static void Write(HtmlWriter html, RunHistory history) => Page.Section(html, Id, "Training", () =>
    {
        (double, string)? mark = history.Kept is { } kept ? (kept.Epoch, $"weights kept (epoch {kept.Epoch})") : null;
        html.Element("div", () =>
        {
            var loss = new LineChart("Loss, nats a pixel", value => $"{value:0.0##}") { Mark = mark };
            loss.Add("training", history.Epochs.Select(e => ((double)e.Epoch, e.Loss)));
            loss.Add("dev", history.Epochs.Where(e => e.DevLoss is not null).Select(e => ((double)e.Epoch, e.DevLoss!.Value)));
            loss.Write(html);
            var accuracy = new LineChart("Greedy accuracy on dev", value => $"{100 * value:0.#} %") { Mark = mark };
            accuracy.Add("dev", history.Epochs.Where(e => e.Accuracy is not null).Select(e => ((double)e.Epoch, e.Accuracy!.Value)));
            accuracy.Write(html);
        }, ("class", "charts"));
        html.Element("details", () =>
        {
            html.Element("summary", "The curves as a table");
            var table = new HtmlTable("training-table", "Figures of each epoch", "epoch", ["training loss", "dev loss", "greedy accuracy, dev", "learning rate", "seconds"]);
            foreach (EpochMetrics e in history.Epochs)
            {
                table.Add($"{e.Epoch}",
                [
                    new(Figures.Nats(e.Loss)), new(e.DevLoss is { } dev ? Figures.Nats(dev) : "–"), new(e.Accuracy is { } share ? Figures.Percent(share) : "–"),
                    new($"{e.LearningRate:0.######}"), new($"{e.TrainSeconds:0.0}"),
                ]);
            }

            table.Write(html);
        });
    });
}
