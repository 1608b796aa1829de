using PixelGpt.Data;

namespace PixelGpt.Evaluation;

/// <summary>
/// Reconstruction accuracy over the pixels that are not background in the truth: most of a sprite is background, so
/// accuracy over all of it flatters who paints nothing.
/// </summary>
public static class ForegroundAccuracy
{
    /// <summary>The palette index that every source paints its background with.</summary>
    public const int Background = 0;

    /// <summary>The share of those pixels that are right, 0 to 1; null where no truth has one behind the prompt.</summary>
    /// <inheritdoc cref="ReconstructionAccuracy.Compute"/>
    public static double? Compute(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, int promptLength)
    {
        (long Right, long All)[] counts = Count(completions, truths, promptLength);
        long all = counts.Sum(c => c.All);
        return all == 0 ? null : (double)counts.Sum(c => c.Right) / all;
    }

    /// <summary>
    /// How far chance moves that share: its standard error over truths, each of which has another number of such pixels
    /// (a ratio of means: Cochran, Sampling Techniques, 1977, 6.4); null where fewer than two have any.
    /// </summary>
    /// <inheritdoc cref="ReconstructionAccuracy.Compute"/>
    public static double? StandardError(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, int promptLength)
    {
        (long Right, long All)[] counts = [.. Count(completions, truths, promptLength).Where(c => c.All > 0)];
        if (counts.Length < 2) return null;
        double mean = counts.Average(c => c.All), ratio = counts.Sum(c => c.Right) / (mean * counts.Length);
        return Evaluation.StandardError.Compute([.. counts.Select(c => (c.Right - (ratio * c.All)) / mean)]);
    }

    /// <summary>Of each truth, over all of its completions, the pixels that are right and those that count.</summary>
    private static (long Right, long All)[] Count(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(completions);
        ArgumentNullException.ThrowIfNull(truths);
        int samples = completions.Count / truths.Count;
        var counts = new (long Right, long All)[truths.Count];
        for (int i = 0; i < completions.Count; i++)
        {
            ReadOnlySpan<int> truth = truths[i / samples].Pixels;
            for (int at = promptLength; at < truth.Length; at++)
            {
                if (truth[at] == Background) continue;
                counts[i / samples].All++;
                if (completions[i][at] == truth[at]) counts[i / samples].Right++;
            }
        }

        return counts;
    }
}
