using PixelGpt.Judging.Measures;

namespace PixelGpt.Judging;

/// <summary>A head that has learned, and what was chosen for it on dev.</summary>
/// <param name="Head">The head, with the parameters of the epoch of the lowest dev loss.</param>
/// <param name="KeptEpoch">Which epoch that was.</param>
/// <param name="DevArea">The area under the ROC curve on dev, mean over the kinds.</param>
/// <param name="Temperature">What its logits are divided by.</param>
/// <param name="Threshold">The logit from which on a picture counts as real.</param>
internal sealed record TrainedHead(JudgeHead Head, int KeptEpoch, double DevArea, double Temperature, double Threshold)
{
    /// <summary>Trains a head.</summary>
    public static TrainedHead Train(ProfileSet train, ProfileSet dev, JudgeRecipe recipe)
    {
        (JudgeHead head, int kept) = new JudgeHeadTrainer(train, dev, recipe).Run();
        SetLogits logits = dev.Score(head);
        return new TrainedHead(head, kept, logits.MeanArea(), TemperatureScaling.Fit(logits.Balanced()), RocCurve.ThresholdFor(logits.Real, recipe.PassRate));
    }

    /// <summary>Its figures on a split.</summary>
    public JudgeFigures FiguresOf(ProfileSet set) => JudgeFigures.Of(set, set.Score(Head), Threshold, Temperature);
}
