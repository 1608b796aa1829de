using System.Text.Json.Serialization;

namespace PixelGpt.Studio.Contracts;

/// <summary>The state of a training run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
internal enum RunState
{
    /// <summary>The run is in the queue and waits for earlier runs to end.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>The run is being trained by this studio.</summary>
    [JsonStringEnumMemberName("training")]
    Training,

    /// <summary>The run was stopped before its last epoch.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>All epochs are complete, or training stopped early.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>Training failed, or the run's files cannot be read.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The run is being trained by another process.</summary>
    [JsonStringEnumMemberName("elsewhere")]
    Elsewhere,
}
