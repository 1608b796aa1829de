using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Baselines;

namespace PixelGpt.Runs;

/// <summary>Finds reasons why the figures of an evaluation may mislead.</summary>
internal static class EvaluationWarnings
{
    /// <summary>Splits with fewer sprites than this get a warning.</summary>
    private const int FewSprites = 100;

    /// <summary>The ratio of dev loss to lowest dev loss above which the model counts as overfitted.</summary>
    private const double OverfittingRatio = 1.01;

    /// <summary>The additional background fraction above which completions count as blank.</summary>
    private const double MuchMoreBackground = 0.25;

    /// <summary>Checks an evaluation and the run it belongs to.</summary>
    /// <param name="report">The figures.</param>
    /// <param name="history">The training history of the model.</param>
    /// <returns>The warnings, one or two sentences each; empty if there is nothing to warn about.</returns>
    public static IReadOnlyList<string> Find(EvaluationReport report, RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(history);
        return [.. OfData(report), .. OfTraining(report, history), .. report.Splits.SelectMany(OfSplit)];
    }

    private static IEnumerable<string> OfData(EvaluationReport report)
    {
        if (report.Dataset.MixedSizes)
            yield return "The sprites have mixed sizes and cannot be compared pixel by pixel: there are no memorization figures, no baseline of the nearest training sprite and no map of the NLL per position.";
    }

    private static IEnumerable<string> OfTraining(EvaluationReport report, RunHistory history)
    {
        if (history.Record is not { } record) yield break;
        if (record.Dataset.Checksum != report.Dataset.Checksum)
            yield return "The model was trained on other data. Memorization and the baseline of the nearest training sprite use the train split of the data evaluated here.";
        if (history.Epochs.Count < record.Recipe.Epochs)
            yield return $"Training is not finished: {history.Epochs.Count} of {record.Recipe.Epochs} epochs are done.";
        if (history.Epochs.Sum(e => e.SkippedSteps) is > 0 and var skipped)
            yield return $"{skipped} bad {(skipped == 1 ? "step was" : "steps were")} skipped in training; metrics.jsonl has the number for each epoch.";
        if (history is { BestEpoch: { DevLoss: { } devLoss } best, LowestDevLoss: { DevLoss: { } lowest } other } && devLoss > lowest * OverfittingRatio)
        {
            yield return $"The model has overfitted: its weights are those of epoch {best.Epoch} (lowest training loss), where the dev loss is {devLoss:0.000}; the lowest dev loss is {lowest:0.000} in epoch {other.Epoch}. "
                + "Train with --best-metric dev-loss to use that epoch.";
        }
    }

    private static IEnumerable<string> OfSplit(SplitEvaluation split)
    {
        if (split.Split == SpriteDataset.Train) yield return "The model was trained on the train split: its figures there measure how well it reproduces known sprites, not how well it completes new ones.";
        if (split.Sprites < FewSprites)
        {
            string range = split.NllCompletedStandardError is { } error ? $" With other sprites the NLL per completed pixel may be {2 * error:0.000} nats higher or lower (two standard errors)." : "";
            yield return $"Only {split.Sprites} {(split.Sprites == 1 ? "sprite" : "sprites")} in {split.Split}: all figures have a large random error.{range}";
        }

        if (split.Find(WhiteBaseline.Key) is { } white && split.Accuracy < white.Accuracy)
        {
            yield return $"Greedy accuracy on {split.Split} is {100 * split.Accuracy:0.0} %, less than the {100 * white.Accuracy:0.0} % of completions that are all background: "
                + "accuracy rewards blank pictures. NLL and foreground accuracy do not.";
        }

        if (split.Find(TruthBaseline.Key) is not { } truth) yield break;
        if (split.Split != SpriteDataset.Train && truth.Memorization is { CopiesWhole: > 0 } copies)
            yield return $"{100 * copies.CopiesWhole:0.0} % of the true pictures of {split.Split} are also in train: a model that memorized them scores too well.";
        foreach (CompletionEvaluation completions in split.Completions ?? [])
        {
            if (completions.BackgroundFraction > truth.BackgroundFraction + MuchMoreBackground)
                yield return $"Completions of {split.Split} ({completions.Description}) are {100 * completions.BackgroundFraction:0} % background, the true pictures {100 * truth.BackgroundFraction:0} %: too many pixels are left blank.";
        }
    }
}
