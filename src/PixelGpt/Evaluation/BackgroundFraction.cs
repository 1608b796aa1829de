namespace PixelGpt.Evaluation;

/// <summary>The fraction of completed pixels that are background. A value far from that of the true pictures indicates completions with too much or too little background.</summary>
internal static class BackgroundFraction
{
    /// <summary>Computes the fraction of completed pixels that are <see cref="ForegroundAccuracy.Background"/>, 0 to 1.</summary>
    /// <param name="completions">All pixels of each completion, prompt included. Completions of the same prompt are adjacent.</param>
    /// <param name="promptLengths">Number of pixels in each prompt; they are not counted.</param>
    /// <returns>The fraction.</returns>
    public static double Compute(IReadOnlyList<int[]> completions, IReadOnlyList<int> promptLengths)
    {
        ArgumentNullException.ThrowIfNull(completions);
        ArgumentNullException.ThrowIfNull(promptLengths);
        int samples = completions.Count / promptLengths.Count;
        long background = 0, all = 0;
        for (int i = 0; i < completions.Count; i++)
        {
            ReadOnlySpan<int> completed = completions[i].AsSpan(promptLengths[i / samples]);
            background += completed.Count(ForegroundAccuracy.Background);
            all += completed.Length;
        }

        return (double)background / all;
    }
}
