namespace PixelGpt.Judging;

/// <summary>A judge's decision on one picture.</summary>
/// <param name="Probability">Calibrated probability that the picture is real, assuming that half of all pictures are.</param>
/// <param name="IsReal">Whether the picture reaches the judge's threshold.</param>
internal readonly record struct Verdict(double Probability, bool IsReal);
