namespace PixelGpt.Evaluation;

/// <summary>The share of pictures that a judge takes for real sprites of the data set. It means something beside the rates of the true pictures and of the baselines.</summary>
public sealed record DetectionRate
{
    /// <summary>The share, 0 to 1.</summary>
    public required double Rate { get; init; }

    /// <summary>Where its 95 % interval begins.</summary>
    public required double Low { get; init; }

    /// <summary>Where it ends.</summary>
    public required double High { get; init; }

    /// <summary>Which judge, and how good it is itself: what must be said with the rate.</summary>
    public required string Judge { get; init; }
}
