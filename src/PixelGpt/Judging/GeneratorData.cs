using PixelGpt.Data;
using PixelGpt.Models;

namespace PixelGpt.Judging;

/// <summary>The model and sprites that a <see cref="JudgeGenerator"/> is trained with.</summary>
/// <param name="Config">Configuration of the model.</param>
/// <param name="Palette">Palette of the sprites.</param>
/// <param name="Train">Augmented train sprites.</param>
/// <param name="Dev">Dev sprites, for the dev loss after each epoch.</param>
internal sealed record GeneratorData(ModelConfig Config, Palette Palette, IReadOnlyList<Sprite> Train, IReadOnlyList<Sprite> Dev);
