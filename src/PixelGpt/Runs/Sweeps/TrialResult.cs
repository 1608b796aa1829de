using System.Text.Json.Serialization;

namespace PixelGpt.Runs.Sweeps;

/// <summary>What a trial has reached at the end of a rung.</summary>
internal sealed record TrialResult
{
    /// <summary>The number of finished epochs, which can be less than that of the rung if training has stopped early or failed.</summary>
    public required int Epochs { get; init; }

    /// <summary>The best epoch, whose weights the run's model has; 0 if no epoch is finished.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>The score: the dev loss of the best epoch, in nats per pixel; null if training has failed.</summary>
    public double? DevLoss { get; init; }

    /// <summary>The duration of all epochs, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Why training has failed; null if it has not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Failure { get; init; }
}
