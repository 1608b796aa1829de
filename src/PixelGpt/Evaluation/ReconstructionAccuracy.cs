using PixelGpt.Data;

namespace PixelGpt.Evaluation;

/// <summary>The fraction of completed pixels that equal the truth, as defined in the course work.</summary>
public static class ReconstructionAccuracy
{
    /// <summary>Computes the mean over all completed pixels of all pictures, 0 to 1.</summary>
    /// <param name="completions">All pixels of each completion, prompt included. Completions of the same truth are adjacent.</param>
    /// <param name="truths">The true pictures, in the same order.</param>
    /// <param name="promptLengths">Number of pixels in the prompt of each truth; they are not scored.</param>
    /// <returns>The result.</returns>
    public static double Compute(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, IReadOnlyList<int> promptLengths)
    {
        long wrong = CountWrong(completions, truths, promptLengths).Sum(), all = (completions.Count / truths.Count) * truths.Select((t, i) => (long)t.Pixels.Length - promptLengths[i]).Sum();
        return (double)(all - wrong) / all;
    }

    /// <summary>Computes the standard error of <see cref="Compute"/> over truths; null for a single truth.</summary>
    /// <inheritdoc cref="Compute"/>
    public static double? StandardError(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, IReadOnlyList<int> promptLengths) =>
        Evaluation.StandardError.OfRatio(
            [.. CountWrong(completions, truths, promptLengths).Select(w => (double)w)],
            [.. truths.Select((t, i) => (double)(completions.Count / truths.Count) * (t.Pixels.Length - promptLengths[i]))]);

    /// <summary>Counts the wrong pixels of all completions of each truth.</summary>
    private static long[] CountWrong(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, IReadOnlyList<int> promptLengths)
    {
        ArgumentNullException.ThrowIfNull(completions);
        ArgumentNullException.ThrowIfNull(truths);
        ArgumentNullException.ThrowIfNull(promptLengths);
        int samples = completions.Count / truths.Count;
        long[] wrong = new long[truths.Count];
        for (int i = 0; i < completions.Count; i++)
        {
            int sprite = i / samples, first = promptLengths[sprite];
            wrong[sprite] += HammingDistance.Compute(completions[i].AsSpan(first), truths[sprite].Pixels[first..]);
        }

        return wrong;
    }
}
