using PixelGpt.Data;

namespace PixelGpt.Evaluation;

/// <summary>The evaluation of a split with its pictures.</summary>
/// <param name="Figures">The figures, as saved in <c>evaluation.json</c>.</param>
/// <param name="Truths">The evaluated sprites.</param>
/// <param name="PromptLengths">Number of pixels in the prompt of each sprite.</param>
/// <param name="Completions">The model's completions; the greedy ones are first.</param>
/// <param name="Baselines">The completions of the baselines.</param>
public sealed record DetailedEvaluation(SplitEvaluation Figures, IReadOnlyList<Sprite> Truths, IReadOnlyList<int> PromptLengths, IReadOnlyList<EvaluatedCompletions> Completions, IReadOnlyList<EvaluatedCompletions> Baselines);
