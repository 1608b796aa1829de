using PixelGpt.Data;

namespace PixelGpt.Evaluation;

/// <summary>The fraction of completed pixels that equal the truth, as defined in the course work.</summary>
public static class ReconstructionAccuracy
{
    /// <summary>Computes the mean over all completed pixels of all pictures, 0 to 1.</summary>
    /// <param name="completions">All pixels of each completion; the first <paramref name="promptLength"/> are the prompt. Completions of the same truth are adjacent.</param>
    /// <param name="truths">The true pictures, in the same order.</param>
    /// <param name="promptLength">Number of pixels in the prompt; they are not scored.</param>
    /// <returns>The result.</returns>
    public static double Compute(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, int promptLength)
    {
        long wrong = CountWrong(completions, truths, promptLength).Sum(), all = completions.Sum(c => (long)c.Length - promptLength);
        return (double)(all - wrong) / all;
    }

    /// <summary>Computes the standard error of <see cref="Compute"/> over truths; null for a single truth.</summary>
    /// <inheritdoc cref="Compute"/>
    public static double? StandardError(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, int promptLength) =>
        Evaluation.StandardError.Compute([.. CountWrong(completions, truths, promptLength).Select((w, i) => (double)w / ((completions.Count / truths.Count) * (truths[i].Pixels.Length - promptLength)))]);

    /// <summary>Counts the wrong pixels of all completions of each truth.</summary>
    private static long[] CountWrong(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(completions);
        ArgumentNullException.ThrowIfNull(truths);
        int samples = completions.Count / truths.Count;
        long[] wrong = new long[truths.Count];
        for (int i = 0; i < completions.Count; i++)
            wrong[i / samples] += HammingDistance.Compute(completions[i].AsSpan(promptLength), truths[i / samples].Pixels[promptLength..]);
        return wrong;
    }
}
