using PixelGpt.Data;

namespace PixelGpt.Studio.Inference;

/// <summary>A converted animation.</summary>
/// <param name="Frames">The frames, at least two, all of the same size.</param>
/// <param name="Durations">How long each frame is shown, in milliseconds; null if the file does not say it.</param>
/// <param name="Notes">What was changed.</param>
/// <param name="OwnPalette">The colours of all frames, if the model works with any palette; null if they were converted to the model's palette.</param>
/// <param name="HasTransparency">Whether the background is transparent.</param>
internal sealed record ImportedAnimation(IReadOnlyList<Sprite> Frames, IReadOnlyList<int>? Durations, IReadOnlyList<string> Notes, Palette? OwnPalette, bool HasTransparency);
