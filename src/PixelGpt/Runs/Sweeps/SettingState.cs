using System.Text.Json.Serialization;

namespace PixelGpt.Runs.Sweeps;

/// <summary>The state of a setting in a sweep.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SettingState>))]
internal enum SettingState
{
    /// <summary>Some of its trials have not finished the current rung, and none is running.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>One of its trials is running.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>All its trials have finished the current rung, which others have not.</summary>
    [JsonStringEnumMemberName("rung_done")]
    RungDone,

    /// <summary>It did not reach the next rung.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,

    /// <summary>It was trained to the end.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>All its trials have failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
