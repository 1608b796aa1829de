using PixelGpt.Data;

namespace PixelGpt.Studio.Inference;

/// <summary>A frame to export.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Duration">How long it is shown, in milliseconds.</param>
/// <param name="Sketch">The sketch, of which index 0 is transparent; null for none.</param>
internal sealed record ExportFrame(Sprite Picture, int Duration, Sprite? Sketch);
