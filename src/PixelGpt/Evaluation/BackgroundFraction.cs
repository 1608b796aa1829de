namespace PixelGpt.Evaluation;

/// <summary>The fraction of completed pixels that are background. A value far from that of the true pictures indicates completions with too much or too little background.</summary>
internal static class BackgroundFraction
{
    /// <summary>Computes the fraction of completed pixels that are <see cref="ForegroundAccuracy.Background"/>, 0 to 1.</summary>
    /// <param name="completions">All pixels of each completion; the first <paramref name="promptLength"/> are the prompt.</param>
    /// <param name="promptLength">Number of pixels in the prompt; they are not counted.</param>
    /// <returns>The fraction.</returns>
    public static double Compute(IReadOnlyList<int[]> completions, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(completions);
        long background = 0, all = 0;
        foreach (int[] pixels in completions)
        {
            background += pixels.AsSpan(promptLength).Count(ForegroundAccuracy.Background);
            all += pixels.Length - promptLength;
        }

        return (double)background / all;
    }
}
