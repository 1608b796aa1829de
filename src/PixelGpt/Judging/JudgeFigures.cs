using PixelGpt.Judging.Measures;

namespace PixelGpt.Judging;

/// <summary>How well a judge distinguishes the sprites of a split from negatives made from them.</summary>
internal sealed record JudgeFigures
{
    /// <summary>The name of the split.</summary>
    public required string Split { get; init; }

    /// <summary>The number of real sprites.</summary>
    public required int Sprites { get; init; }

    /// <summary>The area under the ROC curve, mean over the kinds of negatives.</summary>
    public required double Auc { get; init; }

    /// <summary>The fraction of real sprites that reach the threshold.</summary>
    public required double PassRate { get; init; }

    /// <summary>The calibration of the probabilities. Real sprites have half of the weight, and the kinds of negatives have equal parts of the other half.</summary>
    public required Calibration Calibration { get; init; }

    /// <summary>The expected calibration error before temperature scaling.</summary>
    public required double UnscaledCalibrationError { get; init; }

    /// <summary>The figures of each kind of negative.</summary>
    public required IReadOnlyList<NegativeKindFigures> Kinds { get; init; }

    internal static JudgeFigures Of(LabeledProfiles set, LabeledLogits logits, double threshold, double temperature)
    {
        ScoredPicture[] pictures = logits.Balanced();
        return new JudgeFigures
        {
            Split = set.Split,
            Sprites = set.Real.Count,
            Auc = logits.MeanArea(),
            PassRate = RocCurve.FractionReaching(logits.Real, threshold),
            Calibration = Calibration.Of(pictures, temperature),
            UnscaledCalibrationError = Calibration.Of(pictures).ExpectedCalibrationError,
            Kinds = [.. set.Kinds.Select((kind, i) => NegativeKindFigures.Of(kind, logits.Real, logits.Negatives[i], threshold, temperature))],
        };
    }
}
