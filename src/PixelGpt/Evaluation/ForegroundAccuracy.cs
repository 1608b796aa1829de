using PixelGpt.Data;

namespace PixelGpt.Evaluation;

/// <summary>
/// Accuracy over the pixels that are not background in the truth. Most pixels of a sprite are background, so accuracy over
/// all pixels overrates completions that are mostly background.
/// </summary>
public static class ForegroundAccuracy
{
    /// <summary>The palette index of the background.</summary>
    public const int Background = 0;

    /// <summary>Computes the fraction of completed foreground pixels that equal the truth, 0 to 1; null if no truth has foreground pixels after the prompt.</summary>
    /// <inheritdoc cref="ReconstructionAccuracy.Compute"/>
    public static double? Compute(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, IReadOnlyList<int> promptLengths)
    {
        (long Right, long All)[] counts = Count(completions, truths, promptLengths);
        long all = counts.Sum(c => c.All);
        return all == 0 ? null : (double)counts.Sum(c => c.Right) / all;
    }

    /// <summary>
    /// Computes the standard error of <see cref="Compute"/> over truths, which have different numbers of foreground pixels;
    /// null if fewer than two have any.
    /// </summary>
    /// <inheritdoc cref="ReconstructionAccuracy.Compute"/>
    public static double? StandardError(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, IReadOnlyList<int> promptLengths)
    {
        (long Right, long All)[] counts = [.. Count(completions, truths, promptLengths).Where(c => c.All > 0)];
        return Evaluation.StandardError.OfRatio([.. counts.Select(c => (double)c.Right)], [.. counts.Select(c => (double)c.All)]);
    }

    /// <summary>Counts correct and all foreground pixels of each truth, over all of its completions.</summary>
    private static (long Right, long All)[] Count(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, IReadOnlyList<int> promptLengths)
    {
        ArgumentNullException.ThrowIfNull(completions);
        ArgumentNullException.ThrowIfNull(truths);
        ArgumentNullException.ThrowIfNull(promptLengths);
        int samples = completions.Count / truths.Count;
        var counts = new (long Right, long All)[truths.Count];
        for (int i = 0; i < completions.Count; i++)
        {
            ReadOnlySpan<int> truth = truths[i / samples].Pixels;
            for (int at = promptLengths[i / samples]; at < truth.Length; at++)
            {
                if (truth[at] == Background) continue;
                counts[i / samples].All++;
                if (completions[i][at] == truth[at]) counts[i / samples].Right++;
            }
        }

        return counts;
    }
}
