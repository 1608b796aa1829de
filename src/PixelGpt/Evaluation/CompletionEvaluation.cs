using System.Text.Json.Serialization;
using PixelGpt.Evaluation.Distances;

namespace PixelGpt.Evaluation;

/// <summary>The figures of one method of completing a split: greedy decoding, sampling, or a baseline.</summary>
public sealed record CompletionEvaluation
{
    /// <summary>Name of the method: <c>greedy</c>, <c>sampled</c> with the default sampling of the model, <c>sampled_0.9</c> at a temperature, or the name of a baseline.</summary>
    public required string Name { get; init; }

    /// <summary>A short description of the method.</summary>
    public required string Description { get; init; }

    /// <summary>The sampling temperature; null for greedy decoding and baselines.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Temperature { get; init; }

    /// <summary>The top-p of sampling; null if it was not restricted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TopP { get; init; }

    /// <summary>The random seed of sampling; null for greedy decoding and baselines.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? Seed { get; init; }

    /// <summary>Number of completions per sprite.</summary>
    public required int Samples { get; init; }

    /// <summary>Fraction of completed pixels that equal the truth, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Standard error of <see cref="Accuracy"/> over sprites; null for a single sprite.</summary>
    public required double? AccuracyStandardError { get; init; }

    /// <summary>Accuracy over the completed pixels that are not background in the truth; null if there are none.</summary>
    public required double? ForegroundAccuracy { get; init; }

    /// <summary>Standard error of <see cref="ForegroundAccuracy"/> over sprites (of a ratio of means: Cochran 1977, 6.4); null if fewer than two sprites have such pixels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ForegroundAccuracyStandardError { get; init; }

    /// <summary>Fraction of completed pixels that are background, 0 to 1.</summary>
    [JsonPropertyName("background_share")]
    public required double BackgroundFraction { get; init; }

    /// <summary>Similarity of the completions to training sprites; null without a train split.</summary>
    public required MemorizationScores? Memorization { get; init; }

    /// <summary>Distances between the completions and the true pictures, one report per protocol; null if not computed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DistanceReport>? Distances { get; init; }

    /// <summary>The detection rate of a judge; null without a judge.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DetectionRate? DetectionRate { get; init; }
}
