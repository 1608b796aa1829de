using PixelGpt.Judging.Measures;

namespace PixelGpt.Judging;

/// <summary>A trained head and the values that were chosen for it on dev.</summary>
/// <param name="Head">The head with the parameters of the best epoch.</param>
/// <param name="BestEpoch">The epoch with the lowest dev loss, starting at 1.</param>
/// <param name="DevArea">Area under the ROC curve on dev, mean over the kinds of negatives.</param>
/// <param name="Temperature">Temperature that its logits are divided by.</param>
/// <param name="Threshold">Minimum logit of a picture that is judged real.</param>
internal sealed record TrainedHead(JudgeHead Head, int BestEpoch, double DevArea, double Temperature, double Threshold)
{
    /// <summary>Trains a head.</summary>
    public static TrainedHead Train(LabeledProfiles train, LabeledProfiles dev, JudgeRecipe recipe)
    {
        (JudgeHead head, int bestEpoch) = new JudgeHeadTrainer(train, dev, recipe).Run();
        LabeledLogits logits = dev.Score(head);
        return new TrainedHead(head, bestEpoch, logits.MeanArea(), TemperatureScaling.Fit(logits.Balanced()), RocCurve.ThresholdFor(logits.Real, recipe.PassRate));
    }

    /// <summary>Computes the head's figures on a split.</summary>
    public JudgeFigures FiguresOf(LabeledProfiles set) => JudgeFigures.Of(set, set.Score(Head), Threshold, Temperature);
}
