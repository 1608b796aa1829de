namespace PixelGpt.Studio.Contracts;

/// <summary>The watched folders and what happened to the pictures in them.</summary>
/// <param name="Folders">The full paths of the folders.</param>
/// <param name="Pictures">The last pictures, latest first.</param>
internal sealed record WatchedBody(IReadOnlyList<string> Folders, IReadOnlyList<WatchedPictureBody> Pictures);

/// <summary>A picture of a watched folder.</summary>
/// <param name="Number">The number of the entry, counted from 1 since the studio started.</param>
/// <param name="File">The full path of the picture.</param>
/// <param name="Candidates">The full paths of its candidates, best first; empty after an error.</param>
/// <param name="Error">What is wrong and how to fix it; null if the picture has candidates.</param>
internal sealed record WatchedPictureBody(int Number, string File, IReadOnlyList<string> Candidates, string? Error);
