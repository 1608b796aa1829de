using System.Text.Json.Serialization;

namespace PixelGpt.Training;

/// <summary>What is known at the end of an epoch: a line of <c>metrics.jsonl</c>.</summary>
public sealed record EpochMetrics
{
    /// <summary>Which epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The mean of the batches' training losses, nats a pixel.</summary>
    public required double Loss { get; init; }

    /// <summary>The mean negative log-likelihood of the dev split, nats a pixel; null where it has no whole sprites.</summary>
    public double? DevLoss { get; init; }

    /// <summary>Greedy reconstruction accuracy on the dev split, 0 to 1; null where it has no whole sprites.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Seconds of training.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Seconds of scoring the dev split.</summary>
    public required double EvalSeconds { get; init; }

    /// <summary>Training speed, in predicted pixels a second.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>The learning rate of the epoch's last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Bad steps that were left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int SkippedSteps { get; init; }
}

/// <summary>What the dev split says of a model.</summary>
/// <param name="Loss">Mean negative log-likelihood, nats a pixel.</param>
/// <param name="Accuracy">Greedy reconstruction accuracy, 0 to 1.</param>
public readonly record struct DevScores(double Loss, double Accuracy);
