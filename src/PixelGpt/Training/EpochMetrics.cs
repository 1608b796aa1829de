using System.Text.Json.Serialization;

namespace PixelGpt.Training;

/// <summary>The metrics of one epoch: one line of <c>metrics.jsonl</c>.</summary>
public sealed record EpochMetrics
{
    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The mean training loss of the steps that were not skipped, in nats per pixel.</summary>
    public required double Loss { get; init; }

    /// <summary>The mean loss of the dev split, in nats per pixel; null if the split has no complete sprites.</summary>
    public double? DevLoss { get; init; }

    /// <summary>The accuracy of greedy completions of the dev split, from 0 to 1; null if the split has no complete sprites.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The duration of training, in seconds.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>The duration of scoring the dev split, in seconds.</summary>
    public required double EvalSeconds { get; init; }

    /// <summary>The training speed, in predicted pixels per second.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>The learning rate of the last step of the epoch.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The mean norm of the gradient before clipping, over the steps that were not skipped; null in files of earlier versions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? GradNorm { get; init; }

    /// <summary>The number of bad steps that were skipped.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int SkippedSteps { get; init; }
}
