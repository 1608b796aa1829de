using PixelGpt.Data;

namespace PixelGpt.Evaluation;

/// <summary>The share of completed pixels that are the true ones, as the course work scores completions.</summary>
public static class ReconstructionAccuracy
{
    /// <summary>The mean over all completed pixels of all pictures, 0 to 1.</summary>
    /// <param name="completions">Whole pictures; their first <paramref name="promptLength"/> pixels were given.</param>
    /// <param name="truths">The true pictures, in the same order.</param>
    /// <param name="promptLength">Pixels that are not scored.</param>
    public static double Compute(IReadOnlyList<int[]> completions, IReadOnlyList<Sprite> truths, int promptLength)
    {
        ArgumentNullException.ThrowIfNull(completions);
        ArgumentNullException.ThrowIfNull(truths);
        long right = 0, all = 0;
        for (int i = 0; i < truths.Count; i++)
        {
            ReadOnlySpan<int> truth = truths[i].Pixels[promptLength..];
            ReadOnlySpan<int> completion = completions[i].AsSpan(promptLength);
            for (int j = 0; j < truth.Length; j++)
            {
                if (truth[j] == completion[j]) right++;
            }

            all += truth.Length;
        }

        return (double)right / all;
    }
}
