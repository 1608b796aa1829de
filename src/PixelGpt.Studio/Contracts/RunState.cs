using System.Text.Json.Serialization;

namespace PixelGpt.Studio.Contracts;

/// <summary>The state of a training run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunState>))]
internal enum RunState
{
    /// <summary>The run waits until the runs before it have ended.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>This studio trains the run.</summary>
    [JsonStringEnumMemberName("training")]
    Training,

    /// <summary>The run was stopped before its last epoch.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>All epochs are complete.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>Training failed, or the run's files cannot be read.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Another process trains the run.</summary>
    [JsonStringEnumMemberName("elsewhere")]
    Elsewhere,
}
