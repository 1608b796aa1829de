namespace PixelGpt.Evaluation;

/// <summary>The fraction of pictures that are judged real. Compare it with the rates of the true pictures and the baselines.</summary>
public sealed record DetectionRate
{
    /// <summary>The fraction, 0 to 1.</summary>
    public required double Rate { get; init; }

    /// <summary>Lower bound of its 95 % confidence interval.</summary>
    public required double Low { get; init; }

    /// <summary>Upper bound of its 95 % confidence interval.</summary>
    public required double High { get; init; }

    /// <summary>Description of the judge and its ROC AUC; must be reported with the rate.</summary>
    public required string Judge { get; init; }
}
