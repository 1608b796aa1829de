using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// How far chance moves a FID of few pictures: the bootstrap (Efron 1979). Pictures are drawn again with replacement, the
/// distance is computed of each resample, and the spread of those about their mean is the spread of the FID about what it
/// would be on average over other pictures, as many (the basic interval: Davison and Hinkley 1997, 5.2).
/// </summary>
/// <remarks>
/// The spread is taken about the resamples' own mean, because a resample has fewer distinct pictures and so a higher FID:
/// plain percentiles would often not even hold the value. The interval says nothing of the bias that all FIDs of so few
/// pictures have in common.
/// </remarks>
public static class FrechetBootstrap
{
    /// <summary>Sets of more pictures are not resampled: it would take long, and their error is small.</summary>
    public const int MaxPictures = 1000;

    /// <summary>The share of the resamples that the interval holds.</summary>
    public const double Confidence = 0.95;

    /// <summary>How many random halvings <see cref="Halves"/> takes the mean of.</summary>
    public const int Halvings = 20;

    /// <summary>The interval of the distance of two sets, each at most <see cref="MaxPictures"/> pictures.</summary>
    /// <param name="a">One set.</param>
    /// <param name="b">The other.</param>
    /// <param name="paired">Whether picture i of one belongs with picture i of the other, as a completion does with its truth: then they are drawn together.</param>
    /// <param name="fid">Their distance.</param>
    /// <param name="resamples">How many resamples, at least 2.</param>
    /// <param name="seed">What they follow from.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Gives up at the next resample.</param>
    public static (double Low, double High) Interval(FeatureSet a, FeatureSet b, bool paired, double fid, int resamples, ulong seed, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (paired && a.Count != b.Count) throw new ArgumentException($"{a.Count} and {b.Count} pictures are no pairs", nameof(paired));
        return Interval(WeightedFrechet.Of(a, b, threads), a.Count, b.Count, paired, fid, resamples, seed, threads, cancellationToken);
    }

    /// <summary>The interval where only the first side is resampled.</summary>
    internal static (double Low, double High) Interval(FeatureSet a, Gaussian b, double fid, int resamples, ulong seed, int threads, CancellationToken cancellationToken = default) =>
        Interval(WeightedFrechet.Of(a, b, threads), a.Count, 0, paired: false, fid, resamples, seed, threads, cancellationToken);

    /// <summary>
    /// What perfection would score with half as many pictures: the mean FID of one random half of a set against the other.
    /// It gives a FID of few pictures its scale.
    /// </summary>
    /// <param name="set">The true pictures: 4 to <see cref="MaxPictures"/>.</param>
    /// <param name="seed">What the halves follow from.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Gives up at the next halving.</param>
    public static double Halves(FeatureSet set, ulong seed, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        WeightedFrechet distances = WeightedFrechet.Of(set, set, threads);
        int half = set.Count / 2;
        return Draw(Halvings, seed, threads, (ref PhiloxRandom random) =>
        {
            int[] order = [.. Enumerable.Range(0, set.Count)], first = new int[set.Count], second = new int[set.Count];
            random.Shuffle(order.AsSpan());
            for (int i = 0; i < half; i++) (first[order[i]], second[order[half + i]]) = (1, 1);
            return distances.Distance(first, second);
        }, cancellationToken).Average();
    }

    private static (double Low, double High) Interval(WeightedFrechet distances, int countA, int countB, bool paired, double fid, int resamples, ulong seed, int threads, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 2);
        double[] values = Draw(resamples, seed, threads, (ref PhiloxRandom random) =>
        {
            int[] a = Resample(countA, ref random);
            return distances.Distance(a, distances.IsFixed ? [] : paired ? a : Resample(countB, ref random));
        }, cancellationToken);
        double mean = values.Average();
        Array.Sort(values);
        return (Math.Max(0, fid + mean - Quantile(values, (1 + Confidence) / 2)), fid + mean - Quantile(values, (1 - Confidence) / 2));
    }

    private static double[] Draw(int count, ulong seed, int threads, Drawing draw, CancellationToken cancellationToken)
    {
        double[] values = new double[count];
        using var pool = new WorkerPool(Math.Clamp(threads, 1, count));
        pool.Run(count, (i, _) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var random = new PhiloxRandom(seed, (ulong)i);
            values[i] = draw(ref random);
        });
        return values;
    }

    private static int[] Resample(int count, ref PhiloxRandom random)
    {
        int[] counts = new int[count];
        for (int i = 0; i < count; i++) counts[random.NextInt32(count)]++;
        return counts;
    }

    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = Math.Min((int)place, sorted.Length - 2);
        return sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }

    private delegate double Drawing(ref PhiloxRandom random);
}
