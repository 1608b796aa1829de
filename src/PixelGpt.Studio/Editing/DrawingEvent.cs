using PixelGpt.Imaging;

namespace PixelGpt.Studio.Editing;

/// <summary>An event while candidates are drawn.</summary>
internal abstract record DrawingEvent;

/// <summary>Pixels were drawn.</summary>
/// <param name="Done">The number of drawn pixels of all candidates.</param>
/// <param name="Total">The number of pixels to draw.</param>
internal sealed record ProgressEvent(int Done, int Total) : DrawingEvent;

/// <summary>A candidate is complete.</summary>
/// <param name="Index">The number of the candidate, from 0.</param>
/// <param name="Image">The whole picture.</param>
internal sealed record CandidateEvent(int Index, PixelImage Image) : DrawingEvent;

/// <summary>All candidates are complete. The last event of a successful drawing.</summary>
/// <param name="Ranking">The numbers of the candidates, best first.</param>
/// <param name="Duration">The duration of the drawing.</param>
internal sealed record DrawnEvent(IReadOnlyList<int> Ranking, TimeSpan Duration) : DrawingEvent;
