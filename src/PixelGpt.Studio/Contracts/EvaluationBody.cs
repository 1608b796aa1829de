using System.Text.Json.Serialization;

namespace PixelGpt.Studio.Contracts;

/// <summary>An evaluation that this studio has started.</summary>
/// <param name="State">The state.</param>
/// <param name="Progress">The completed fraction, 0 to 1.</param>
/// <param name="Problem">Why the evaluation failed.</param>
internal sealed record EvaluationBody(EvaluationState State, double Progress, string? Problem);

/// <summary>The state of an evaluation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EvaluationState>))]
internal enum EvaluationState
{
    /// <summary>It waits for other evaluations to end.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>It is running.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The report is written.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>It failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
