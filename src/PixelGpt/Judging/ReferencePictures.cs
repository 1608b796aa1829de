using PixelGpt.Data;

namespace PixelGpt.Judging;

/// <summary>The sprites from which reference detection rates are computed.</summary>
/// <param name="Truths">The true pictures; partial sprites are ignored.</param>
/// <param name="Train">The train split, for the baseline that copies from the nearest training sprite; partial sprites are ignored.</param>
/// <param name="PromptLength">Number of pixels of the prompts that the baselines complete.</param>
internal sealed record ReferencePictures(IReadOnlyList<Sprite> Truths, IReadOnlyList<Sprite> Train, int PromptLength);
