using PixelGpt.Judging.Measures;

namespace PixelGpt.Judging;

/// <summary>How well a judge distinguishes real sprites from one kind of negative.</summary>
internal sealed record NegativeKindFigures
{
    /// <summary>The name of the kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The number of negatives.</summary>
    public required int Negatives { get; init; }

    /// <summary>The area under the ROC curve.</summary>
    public required double Auc { get; init; }

    /// <summary>The fraction of the negatives that reach the threshold.</summary>
    public required double PassRate { get; init; }

    /// <summary>The expected calibration error; real sprites and negatives have half of the weight each.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>The Brier score; real sprites and negatives have half of the weight each.</summary>
    public required double BrierScore { get; init; }

    internal static NegativeKindFigures Of(string kind, double[] real, double[] negatives, double threshold, double temperature)
    {
        var calibration = Calibration.Of(ScoredPicture.Balanced(real, negatives), temperature);
        return new NegativeKindFigures
        {
            Kind = kind,
            Negatives = negatives.Length,
            Auc = RocCurve.Area(real, negatives),
            PassRate = RocCurve.FractionReaching(negatives, threshold),
            CalibrationError = calibration.ExpectedCalibrationError,
            BrierScore = calibration.BrierScore,
        };
    }
}
