using PixelGpt.Data;

namespace PixelGpt.Studio.Inference;

/// <summary>A converted picture file.</summary>
/// <param name="Sprite">The picture.</param>
/// <param name="Notes">What was changed.</param>
/// <param name="OwnPalette">The colours of the picture, if the model works with any palette; null if it was converted to the model's palette.</param>
/// <param name="HasTransparency">Whether the background is transparent.</param>
internal sealed record ImportedPicture(Sprite Sprite, IReadOnlyList<string> Notes, Palette? OwnPalette, bool HasTransparency);
