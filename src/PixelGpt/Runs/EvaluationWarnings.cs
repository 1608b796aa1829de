using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Baselines;

namespace PixelGpt.Runs;

/// <summary>What should be known before a run's figures are believed.</summary>
public static class EvaluationWarnings
{
    /// <summary>Fewer sprites than this say little.</summary>
    private const int FewSprites = 100;

    /// <summary>A dev loss so many times its lowest has turned up.</summary>
    private const double TurnedUp = 1.01;

    /// <summary>Pictures with so much more background than the true ones are blank rather than drawn.</summary>
    private const double MuchMoreBackground = 0.25;

    /// <summary>Goes through a report and the run it is of.</summary>
    /// <returns>A sentence each; none where all is well.</returns>
    public static IReadOnlyList<string> Find(EvaluationReport report, RunHistory history)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(history);
        return [.. OfTraining(report, history), .. report.Splits.SelectMany(OfSplit)];
    }

    private static IEnumerable<string> OfTraining(EvaluationReport report, RunHistory history)
    {
        if (history.Record is not { } record) yield break;
        if (record.Dataset.Checksum != report.Dataset.Checksum)
            yield return "These are not the data the model was trained on: the nearest training sprites, and the baseline that looks them up, are those of the data scored here.";
        if (history.Epochs.Count < record.Recipe.Epochs)
            yield return $"Training is not done: {history.Epochs.Count} of {record.Recipe.Epochs} epochs.";
        if (history.Epochs.Sum(e => e.SkippedSteps) is > 0 and var skipped)
            yield return $"{skipped} bad {(skipped == 1 ? "step was" : "steps were")} left out of training: metrics.jsonl says in which epochs.";
        if (history is { Kept: { DevLoss: { } kept } epoch, LowestDevLoss: { DevLoss: { } lowest } best } && kept > lowest * TurnedUp)
        {
            yield return $"The weights are those of epoch {epoch.Epoch}, of the lowest training loss; the dev loss there, {kept:0.000}, is above its lowest, {lowest:0.000} of epoch {best.Epoch}: "
                + "the model has learned more by heart than was good for it. --keep-best dev-loss keeps the other epoch.";
        }
    }

    private static IEnumerable<string> OfSplit(SplitEvaluation split)
    {
        if (split.Split == SpriteDataset.Train) yield return "The figures of train are of sprites the model has learned from: they say how well it remembers, not how well it draws.";
        if (split.Sprites < FewSprites)
        {
            string within = split.NllCompletedStandardError is { } error ? $" On others like them its nats a completed pixel may well be {2 * error:0.000} higher or lower (two standard errors)." : "";
            yield return $"Only {split.Sprites} {(split.Sprites == 1 ? "sprite" : "sprites")} in {split.Split}: chance moves every figure.{within}";
        }

        if (split.Find(WhiteBaseline.Key) is { } white && split.Accuracy < white.Accuracy)
        {
            yield return $"Greedy accuracy on {split.Split}, {100 * split.Accuracy:0.0} %, is below that of leaving the rest white, {100 * white.Accuracy:0.0} %: "
                + "accuracy rewards blank pictures; the likelihood and the accuracy over what is not background do not.";
        }

        if (split.Find(TruthBaseline.Key) is not { } truth) yield break;
        if (split.Split != SpriteDataset.Train && truth.Memorization is { CopiesWhole: > 0 } leak)
            yield return $"{100 * leak.CopiesWhole:0.0} % of the true pictures of {split.Split} are in train as well: a model that learned them by heart scores too well.";
        foreach (CompletionEvaluation drawing in split.Completions ?? [])
        {
            if (drawing.BackgroundFraction > truth.BackgroundFraction + MuchMoreBackground)
                yield return $"Pictures of {split.Split} {drawing.Description} are {100 * drawing.BackgroundFraction:0} % background behind the prompt, the true ones {100 * truth.BackgroundFraction:0} %: much is left blank.";
        }
    }
}
