namespace PixelGpt.Judging.Measures;

/// <summary>What the order of scores says, whatever their scale.</summary>
public static class RocCurve
{
    /// <summary>
    /// The area under the ROC curve: the chance that a real picture scores above one that is not, ties counting half
    /// (the Mann-Whitney statistic; Hanley and McNeil 1982). 0.5 is blind, 1 is perfect.
    /// </summary>
    /// <param name="real">Scores of real pictures: at least one.</param>
    /// <param name="others">Scores of others: at least one.</param>
    /// <exception cref="ArgumentException">A side is empty, or a score is not a number.</exception>
    public static double Area(IReadOnlyList<double> real, IReadOnlyList<double> others)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(others);
        if (real.Count == 0 || others.Count == 0) throw new ArgumentException($"{real.Count} scores against {others.Count}: an area needs some of both");
        if (real.Concat(others).Any(double.IsNaN)) throw new ArgumentException("a score is not a number");
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

    /// <summary>The lowest score that at least a share of pictures reach.</summary>
    /// <param name="scores">Scores of real pictures: at least one.</param>
    /// <param name="share">Above 0, at most 1.</param>
    public static double ThresholdFor(IReadOnlyList<double> scores, double share)
    {
        ArgumentNullException.ThrowIfNull(scores);
        double[] sorted = [.. scores.Order()];
        return sorted[sorted.Length - Math.Clamp((int)Math.Ceiling(share * sorted.Length), 1, sorted.Length)];
    }

    /// <summary>The share of scores that reach a threshold.</summary>
    public static double ShareReaching(IReadOnlyList<double> scores, double threshold)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return (double)scores.Count(s => s >= threshold) / scores.Count;
    }
}
