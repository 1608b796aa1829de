using PixelGpt.Data;

namespace PixelGpt.Evaluation;

/// <summary>Pictures that one way of finishing gave.</summary>
/// <param name="Figures">What is to be said of them.</param>
/// <param name="Pictures">All pixels of each, the given ones included; those of one sprite follow one another.</param>
/// <param name="Nearest">For each the training sprite that is nearest over the completed pixels; null without a train split.</param>
/// <param name="IsBaseline">Whether no model drew them.</param>
public sealed record DrawnPictures(DrawingEvaluation Figures, IReadOnlyList<int[]> Pictures, IReadOnlyList<Sprite>? Nearest, bool IsBaseline);
