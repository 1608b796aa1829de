using System.Text.Json;
using System.Text.Json.Serialization;
using PixelGpt.Processes;
using PixelGpt.Training;

namespace PixelGpt.Runs.Sweeps;

/// <summary>
/// A message about a trial. The root sends trials to run; the other processes send their progress, warnings and results. A message without a trial is the last
/// one of its sender, which has stopped or is about to.
/// </summary>
internal sealed record SweepMessage
{
    /// <summary>The last message of a process.</summary>
    public static readonly SweepMessage Last = new();

    /// <summary>The trial and the rung; null in the last message.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SweepTask? Task { get; init; }

    /// <summary>The progress of the trial.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StepReport? Step { get; init; }

    /// <summary>What has gone wrong without stopping the trial.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Warning { get; init; }

    /// <summary>The result of the trial.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrialResult? Result { get; init; }

    /// <summary>Receives the next message from a process.</summary>
    /// <returns>The message; null if none has arrived yet.</returns>
    public static SweepMessage? TryReceive(IProcessGroup group, int rank) =>
        group.TryReceive(rank) is { } bytes ? JsonSerializer.Deserialize(bytes, RunJson.Compact.SweepMessage) : null;

    /// <summary>Sends the message.</summary>
    public void Send(IProcessGroup group, int rank) => group.Send(rank, JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Compact.SweepMessage));
}
