using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Processes;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>How the sprites of a <see cref="CompletionSet"/> are completed.</summary>
public sealed record CompletionSettings
{
    /// <summary>The fraction of each picture that is the prompt.</summary>
    public double PromptFraction { get; init; } = SequenceViews.DefaultPromptFraction;

    /// <summary>The number of pixels of each sprite that are its prompt; null for <see cref="PromptFraction"/> of each.</summary>
    internal IReadOnlyList<int>? PromptLengths { get; init; }

    /// <summary>For each sprite, whether each pixel is to be drawn, in raster order; null for the pixels after its prompt. Null if all sprites are completed from their prompts.</summary>
    internal IReadOnlyList<bool[]?>? Masks { get; init; }

    /// <summary>
    /// The number of candidates per sprite; null for <see cref="GenerationOptions.NumReturnSequences"/>. If it is greater than
    /// that, only the best candidates are returned, the best first.
    /// </summary>
    public int? BestOf { get; init; }

    /// <summary>How candidates are ranked; by default by likelihood.</summary>
    public CompletionRanking Ranking { get; init; } = CompletionRanking.Likelihood;

    /// <summary>The generation options, including the number of completions per sprite.</summary>
    public GenerationOptions Generation { get; init; } = GenerationOptions.Greedy;

    /// <summary>Number of threads to use; results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The processes that share the candidates, each of which gets all completions; null for this process only.</summary>
    public IProcessGroup? Group { get; init; }

    /// <summary>The device that computes logits; null for the processor, which ranks candidates in any case. The caller disposes of it.</summary>
    public ComputeDevice? Device { get; init; }
}
