using PixelGpt.Judging.Measures;

namespace PixelGpt.Judging;

/// <summary>The logits of <see cref="LabeledProfiles"/>.</summary>
/// <param name="Real">Logits of the real sprites.</param>
/// <param name="Negatives">Logits of the negatives, one array per kind.</param>
internal sealed record LabeledLogits(double[] Real, double[][] Negatives)
{
    /// <summary>Returns all pictures with weights: the real ones have half of the weight, and the kinds of negatives have equal parts of the other half.</summary>
    public ScoredPicture[] Balanced() =>
    [
        .. Real.Select(s => new ScoredPicture(s, 1, 0.5 / Real.Length)),
        .. Negatives.SelectMany(kind => kind.Select(s => new ScoredPicture(s, 0, 0.5 / Negatives.Length / kind.Length))),
    ];

    /// <summary>Computes the area under the ROC curve, mean over the kinds of negatives.</summary>
    public double MeanArea() => Negatives.Average(kind => RocCurve.Area(Real, kind));
}
