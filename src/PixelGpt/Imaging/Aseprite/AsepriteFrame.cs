namespace PixelGpt.Imaging.Aseprite;

/// <summary>A frame of an animation.</summary>
/// <param name="Duration">Duration in milliseconds.</param>
/// <param name="Palette">The palette; frames may have the same instance.</param>
/// <param name="Cels">The cels, at most one per layer.</param>
internal sealed record AsepriteFrame(int Duration, Rgba[] Palette, IReadOnlyList<AsepriteCel> Cels);
