using PixelGpt.Data;

namespace PixelGpt.Evaluation;

/// <summary>The completions of a split by one method: greedy, sampled at one temperature, or a baseline.</summary>
/// <param name="Figures">The figures of these completions.</param>
/// <param name="Pictures">All pixels of each completion, prompt included; completions of the same sprite are adjacent.</param>
/// <param name="Nearest">For each completion the training sprite that is nearest over the completed pixels; null without a train split.</param>
/// <param name="IsBaseline">Whether the method is a baseline.</param>
public sealed record EvaluatedCompletions(CompletionEvaluation Figures, IReadOnlyList<int[]> Pictures, IReadOnlyList<Sprite>? Nearest, bool IsBaseline)
{
    /// <summary>Converts completions to sprites with the sizes of their truths.</summary>
    /// <param name="pictures">All pixels of each completion; completions of the same truth are adjacent.</param>
    /// <param name="truths">The true pictures.</param>
    internal static IReadOnlyList<Sprite> ToSprites(IReadOnlyList<int[]> pictures, IReadOnlyList<Sprite> truths)
    {
        int samples = pictures.Count / truths.Count;
        return [.. pictures.Select((pixels, i) => new Sprite(truths[i / samples].Width, truths[i / samples].Height, pixels))];
    }
}
