namespace PixelGpt.Judging.Measures;

/// <summary>Measures that depend on the order of scores.</summary>
internal static class RocCurve
{
    /// <summary>
    /// Computes the area under the ROC curve: the probability that a real picture scores higher than another one, with ties
    /// counted as one half (the Mann–Whitney statistic; Hanley and McNeil 1982). 0.5 is as good as random scores, 1 is perfect.
    /// </summary>
    /// <param name="real">Scores of real pictures, at least one.</param>
    /// <param name="others">Scores of other pictures, at least one.</param>
    /// <returns>The area, 0 to 1.</returns>
    /// <exception cref="ArgumentException">A list is empty, or a score is NaN.</exception>
    public static double Area(IReadOnlyList<double> real, IReadOnlyList<double> others)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(others);
        if (real.Count == 0 || others.Count == 0) throw new ArgumentException($"both lists of scores must have at least one score (got {real.Count} and {others.Count})");
        if (real.Concat(others).Any(double.IsNaN)) throw new ArgumentException("a score is NaN");
        (double Score, bool IsReal)[] all = [.. real.Select(s => (s, true)), .. others.Select(s => (s, false))];
        Array.Sort(all, (a, b) => a.Score.CompareTo(b.Score));
        double wins = 0;
        long below = 0;
        for (int start = 0; start < all.Length;)
        {
            int end = start;
            long reals = 0, tied = 0;
            for (; end < all.Length && all[end].Score == all[start].Score; end++)
            {
                if (all[end].IsReal) reals++;
                else tied++;
            }

            wins += reals * (below + (0.5 * tied));
            below += tied;
            start = end;
        }

        return wins / ((double)real.Count * others.Count);
    }

    /// <summary>Returns the highest score that at least a given fraction of pictures reach.</summary>
    /// <param name="scores">Scores of real pictures, at least one.</param>
    /// <param name="fraction">The fraction, greater than 0 and at most 1.</param>
    /// <returns>The threshold.</returns>
    public static double ThresholdFor(IReadOnlyList<double> scores, double fraction)
    {
        ArgumentNullException.ThrowIfNull(scores);
        double[] sorted = [.. scores.Order()];
        return sorted[sorted.Length - Math.Clamp((int)Math.Ceiling(fraction * sorted.Length), 1, sorted.Length)];
    }

    /// <summary>Computes the fraction of scores that reach a threshold.</summary>
    /// <param name="scores">The scores, at least one.</param>
    /// <param name="threshold">The threshold.</param>
    /// <returns>The fraction, 0 to 1.</returns>
    public static double FractionReaching(IReadOnlyList<double> scores, double threshold)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return (double)scores.Count(s => s >= threshold) / scores.Count;
    }
}
