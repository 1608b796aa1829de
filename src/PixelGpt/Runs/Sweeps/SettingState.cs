using System.Text.Json.Serialization;

namespace PixelGpt.Runs.Sweeps;

/// <summary>The state of a setting in a sweep.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SettingState>))]
internal enum SettingState
{
    /// <summary>None of its trials has run in the current rung.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>Some of its trials have run or are running in the current rung.</summary>
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
