namespace PixelGpt.Studio.Contracts;

/// <summary>What the studio offers, so that clients need not repeat it.</summary>
/// <param name="Version">The version of PixelGpt.</param>
/// <param name="Families">The model families that can be trained, the default first.</param>
/// <param name="Presets">The sizes of models, smallest first.</param>
/// <param name="DefaultPreset">The id of the default preset.</param>
/// <param name="Formats">The file extensions of the pictures that can be read, such as .png.</param>
/// <param name="Limits">The limits of requests.</param>
internal sealed record InfoBody(string Version, IReadOnlyList<ChoiceBody> Families, IReadOnlyList<ChoiceBody> Presets, string DefaultPreset, IReadOnlyList<string> Formats, LimitsBody Limits)
{
    /// <summary>Why this client cannot train, evaluate, upload, rename and delete, as a sentence for the user; left out if it can.</summary>
    public string? ChangesRefused { get; init; }
}

/// <summary>A choice.</summary>
/// <param name="Id">The id to send.</param>
/// <param name="Description">What it is, in a few words.</param>
internal sealed record ChoiceBody(string Id, string Description);

/// <summary>The limits of requests.</summary>
/// <param name="MinCanvasSide">The minimum width and height of a picture to train on.</param>
/// <param name="MaxCanvasSide">The maximum width and height of a picture to train on, and of one that is drawn in parts because it is larger than what the model draws at once.</param>
/// <param name="MaxColors">The maximum number of colours of a picture with a palette of its own.</param>
/// <param name="MaxFrames">The maximum number of frames of an animation.</param>
/// <param name="MaxCandidates">The maximum number of completions of a picture.</param>
/// <param name="MaxBatch">The maximum number of pictures of a batch.</param>
/// <param name="MaxAlternatives">The maximum number of most probable colours to return per pixel.</param>
/// <param name="MaxScale">The maximum enlargement of an exported picture.</param>
/// <param name="MaxComparedRuns">The maximum number of runs to compare.</param>
/// <param name="MaxNameLength">The maximum length of the name of a run, model or data set.</param>
/// <param name="MaxUploadFiles">The maximum number of files of an upload.</param>
/// <param name="MaxUploadBytes">The maximum size of all files of an upload together, in bytes.</param>
/// <param name="MaxUploadPixels">The maximum number of pixels of all pictures of an upload together.</param>
/// <param name="MaxEpochs">The maximum number of epochs of a run.</param>
/// <param name="MaxBatchSize">The maximum batch size of a run.</param>
internal sealed record LimitsBody(
    int MinCanvasSide, int MaxCanvasSide, int MaxColors, int MaxFrames, int MaxCandidates, int MaxBatch, int MaxAlternatives, int MaxScale, int MaxComparedRuns, int MaxNameLength, int MaxUploadFiles, long MaxUploadBytes, long MaxUploadPixels, int MaxEpochs, int MaxBatchSize);
