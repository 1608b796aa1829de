using PixelGpt.Data;

namespace PixelGpt.Evaluation;

/// <summary>The share of completed pixels that are the true ones, as the course work scores completions.</summary>
public static class ReconstructionAccuracy
{
    /// <summary>The mean over all completed pixels of all pictures, 0 to 1.</summary>
    /// <param name="completions">Whole pictures; their first <paramref name="promptLength"/> pixels were given. Several of one truth follow one another.</param>
    /// <param name="truths">The true pictures, in the same order.</param>
    /// <param name="promptLength">Pixels that are not scored.</param>
    public static double Compute(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, int promptLength)
    {
        long wrong = Wrong(completions, truths, promptLength).Sum(), all = completions.Sum(c => (long)c.Length - promptLength);
        return (double)(all - wrong) / all;
    }

    /// <summary>How far chance moves that mean: its standard error over truths; null for a single one.</summary>
    /// <inheritdoc cref="Compute"/>
    public static double? StandardError(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, int promptLength) =>
        Evaluation.StandardError.Compute([.. Wrong(completions, truths, promptLength).Select((w, i) => (double)w / ((completions.Count / truths.Count) * (truths[i].Pixels.Length - promptLength)))]);

    /// <summary>The wrong pixels of all completions of each truth.</summary>
    private static long[] Wrong(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, int promptLength)
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
