using PixelGpt.Generation.Batching;

namespace PixelGpt.Studio.Inference;

/// <summary>An event of a completion stream.</summary>
internal abstract record CompletionEvent;

/// <summary>A pixel was generated.</summary>
internal sealed record PixelEvent(DrawnPixel Pixel) : CompletionEvent;

/// <summary>A picture is complete.</summary>
internal sealed record PictureEvent(DrawnPicture Picture) : CompletionEvent;

/// <summary>All pictures are complete. The last event of a successful stream.</summary>
internal sealed record FinishedEvent(IReadOnlyList<DrawnPicture> Pictures, TimeSpan Duration) : CompletionEvent;

/// <summary>Generation failed. The last event of a failed stream.</summary>
internal sealed record FailedEvent(Exception Error) : CompletionEvent;
