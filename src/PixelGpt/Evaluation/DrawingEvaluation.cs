using System.Text.Json.Serialization;
using PixelGpt.Evaluation.Distances;

namespace PixelGpt.Evaluation;

/// <summary>The figures of one way to finish a split's pictures: the model drawing greedily, the model by chance, or a baseline.</summary>
public sealed record DrawingEvaluation
{
    /// <summary>Its name: <c>greedy</c>, <c>sampled_0.9</c>, or a baseline's.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, in a few words for people.</summary>
    public required string Description { get; init; }

    /// <summary>The temperature it was drawn at; null where no chance was in it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Temperature { get; init; }

    /// <summary>What the chance followed from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ulong? Seed { get; init; }

    /// <summary>How many pictures were drawn of each sprite.</summary>
    public required int Samples { get; init; }

    /// <summary>The share of completed pixels that are the true ones, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Its standard error over pictures; null for a single picture.</summary>
    public required double? AccuracyStandardError { get; init; }

    /// <summary>The share of those completed pixels right whose truth is not background; null where there are none.</summary>
    public required double? ForegroundAccuracy { get; init; }

    /// <summary>Its standard error over pictures (of a ratio of means: Cochran 1977, 6.4); null where fewer than two have such pixels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ForegroundAccuracyStandardError { get; init; }

    /// <summary>The share of completed pixels that are background, 0 to 1.</summary>
    public required double BackgroundShare { get; init; }

    /// <summary>How near the pictures are to training sprites; null without a train split.</summary>
    public required MemorizationScores? Memorization { get; init; }

    /// <summary>Distances between the set of these pictures and the set of the true ones, a report a protocol; null where none was measured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DistanceReport>? Distances { get; init; }

    /// <summary>How many of them a judge takes for real; null where none was asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DetectionRate? DetectionRate { get; init; }
}
