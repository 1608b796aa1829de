namespace PixelGpt.Evaluation;

/// <summary>How much of what was completed is background: beside the true pictures' it shows drawing that gave up, or that cannot stop.</summary>
public static class BackgroundShare
{
    /// <summary>The share of completed pixels that are <see cref="ForegroundAccuracy.Background"/>, 0 to 1.</summary>
    /// <param name="completions">Whole pictures; their first <paramref name="promptLength"/> pixels were given.</param>
    /// <param name="promptLength">Pixels that are not counted.</param>
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
