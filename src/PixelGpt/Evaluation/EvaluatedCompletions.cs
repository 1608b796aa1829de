using PixelGpt.Data;

namespace PixelGpt.Evaluation;

/// <summary>The completions of a split by one method: greedy, sampled at one temperature, or a baseline.</summary>
/// <param name="Figures">The figures of these completions.</param>
/// <param name="Pictures">All pixels of each completion, prompt included; completions of the same sprite are adjacent.</param>
/// <param name="Nearest">For each completion the training sprite that is nearest over the completed pixels; null without a train split.</param>
/// <param name="IsBaseline">Whether the method is a baseline.</param>
public sealed record EvaluatedCompletions(CompletionEvaluation Figures, IReadOnlyList<int[]> Pictures, IReadOnlyList<Sprite>? Nearest, bool IsBaseline);
