namespace PixelGpt.Studio.Metrics;

/// <summary>The outcome of a requested completion.</summary>
internal enum CompletionOutcome
{
    /// <summary>The picture is complete.</summary>
    Finished,

    /// <summary>The queue was full.</summary>
    Rejected,

    /// <summary>The client disconnected.</summary>
    Abandoned,

    /// <summary>The time limit was exceeded.</summary>
    TimedOut,

    /// <summary>Generation failed.</summary>
    Failed,
}
