using PixelGpt.Judging.Measures;

namespace PixelGpt.Judging;

/// <summary>How well a judge tells the sprites of a split from negatives made of them.</summary>
public sealed record JudgeFigures
{
    /// <summary>Which split.</summary>
    public required string Split { get; init; }

    /// <summary>Real sprites.</summary>
    public required int Sprites { get; init; }

    /// <summary>The area under the ROC curve, as the mean over the kinds of negatives.</summary>
    public required double Auc { get; init; }

    /// <summary>The share of real sprites that reach the threshold.</summary>
    public required double PassRate { get; init; }

    /// <summary>Whether probabilities are what they say; real sprites count half, the kinds of negatives share the other half.</summary>
    public required Calibration Calibration { get; init; }

    /// <summary>The expected calibration error before temperature scaling.</summary>
    public required double UnscaledCalibrationError { get; init; }

    /// <summary>The kinds of negatives apart.</summary>
    public required IReadOnlyList<KindFigures> Kinds { get; init; }

    internal static JudgeFigures Of(ProfileSet set, SetLogits logits, double threshold, double temperature)
    {
        ScoredPicture[] pictures = logits.Balanced();
        return new JudgeFigures
        {
            Split = set.Split,
            Sprites = set.Real.Count,
            Auc = logits.MeanArea(),
            PassRate = RocCurve.ShareReaching(logits.Real, threshold),
            Calibration = Calibration.Of(pictures, temperature),
            UnscaledCalibrationError = Calibration.Of(pictures).ExpectedCalibrationError,
            Kinds = [.. set.Kinds.Select((kind, i) => KindFigures.Of(kind, logits.Real, logits.Negatives[i], threshold, temperature))],
        };
    }
}

/// <summary>How well a judge tells real sprites from one kind of negative.</summary>
public sealed record KindFigures
{
    /// <summary>The kind.</summary>
    public required string Kind { get; init; }

    /// <summary>How many negatives.</summary>
    public required int Negatives { get; init; }

    /// <summary>The area under the ROC curve.</summary>
    public required double Auc { get; init; }

    /// <summary>The share of them that reach the threshold.</summary>
    public required double PassRate { get; init; }

    /// <summary>Expected calibration error, real sprites and negatives counting half each.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>Brier score, likewise.</summary>
    public required double BrierScore { get; init; }

    internal static KindFigures Of(string kind, double[] real, double[] negatives, double threshold, double temperature)
    {
        var calibration = Calibration.Of(ScoredPicture.Balanced(real, negatives), temperature);
        return new KindFigures
        {
            Kind = kind,
            Negatives = negatives.Length,
            Auc = RocCurve.Area(real, negatives),
            PassRate = RocCurve.ShareReaching(negatives, threshold),
            CalibrationError = calibration.ExpectedCalibrationError,
            BrierScore = calibration.BrierScore,
        };
    }
}
