using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// Computes confidence intervals of FID with the bootstrap (Efron 1979): pictures are drawn with replacement, the distance of each
/// resample is computed, and the distribution of these distances around their mean estimates the distribution of FID around its
/// expectation for sets of this size (the basic interval: Davison and Hinkley 1997, 5.2).
/// </summary>
/// <remarks>
/// Distances are taken relative to the mean of the resamples, because a resample has fewer distinct pictures and therefore a
/// higher FID: a percentile interval would often not even contain the FID itself. The interval does not include the bias that all
/// FIDs of few pictures have.
/// </remarks>
internal static class FrechetBootstrap
{
    /// <summary>The maximum number of pictures for resampling; resampling larger sets would take too long, and their random error is small.</summary>
    public const int MaxPictures = 1000;

    /// <summary>The confidence level.</summary>
    public const double Confidence = 0.95;

    /// <summary>The number of random halvings that <see cref="MeanDistanceOfHalves"/> averages over.</summary>
    public const int Halvings = 20;

    /// <summary>Computes the interval of the distance of two sets of at most <see cref="MaxPictures"/> pictures each.</summary>
    /// <param name="a">First set.</param>
    /// <param name="b">Second set.</param>
    /// <param name="paired">Whether picture i of one set corresponds to picture i of the other, as a completion does to its truth. Pairs are resampled together.</param>
    /// <param name="fid">The distance of the sets.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per resample.</param>
    /// <returns>The bounds of the interval.</returns>
    /// <exception cref="ArgumentException">The sets are paired but have different sizes, or there are fewer than 2 resamples.</exception>
    public static (double Low, double High) Interval(FeatureSet a, FeatureSet b, bool paired, double fid, BootstrapOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (paired && a.Count != b.Count) throw new ArgumentException($"paired sets must have the same size (got {a.Count} and {b.Count})", nameof(paired));
        var distances = WeightedFrechetDistance.Of(a, b, options.Threads);
        return Interval(fid, options, (ref PhiloxRandom random) =>
        {
            int[] fromA = Resample(a.Count, ref random);
            return distances.Compute(fromA, paired ? fromA : Resample(b.Count, ref random));
        }, cancellationToken);
    }

    /// <summary>Computes the interval of the distance of a set, which is resampled, to a fixed distribution.</summary>
    internal static (double Low, double High) Interval(FeatureSet a, Gaussian b, double fid, BootstrapOptions options, CancellationToken cancellationToken = default)
    {
        var distances = WeightedFrechetDistance.Of(a, b, options.Threads);
        return Interval(fid, options, (ref PhiloxRandom random) => distances.Compute(Resample(a.Count, ref random), []), cancellationToken);
    }

    /// <summary>
    /// Computes the mean FID between random halves of a set. A perfect model would have this FID with half as many pictures, so it is
    /// a reference value for a FID of few pictures.
    /// </summary>
    /// <param name="set">The true pictures: 4 to <see cref="MaxPictures"/>.</param>
    /// <param name="seed">Random seed.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per halving.</param>
    /// <returns>The mean distance.</returns>
    public static double MeanDistanceOfHalves(FeatureSet set, ulong seed, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        WeightedFrechetDistance distances = WeightedFrechetDistance.Of(set, set, threads);
        int half = set.Count / 2;
        return Repeat(Halvings, seed, threads, (ref PhiloxRandom random) =>
        {
            int[] order = [.. Enumerable.Range(0, set.Count)], first = new int[set.Count], second = new int[set.Count];
            random.Shuffle(order.AsSpan());
            for (int i = 0; i < half; i++) (first[order[i]], second[order[half + i]]) = (1, 1);
            return distances.Compute(first, second);
        }, cancellationToken).Average();
    }

    private static (double Low, double High) Interval(double fid, BootstrapOptions options, Statistic resampledDistance, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Resamples, 2);
        double[] values = Repeat(options.Resamples, options.Seed, options.Threads, resampledDistance, cancellationToken);
        double mean = values.Average();
        Array.Sort(values);
        return (Math.Max(0, fid + mean - Quantile(values, (1 + Confidence) / 2)), fid + mean - Quantile(values, (1 - Confidence) / 2));
    }

    private static double[] Repeat(int count, ulong seed, int threads, Statistic compute, CancellationToken cancellationToken)
    {
        double[] values = new double[count];
        using var pool = new WorkerPool(Math.Clamp(threads, 1, count));
        pool.Run(count, (i, _) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            var random = new PhiloxRandom(seed, (ulong)i);
            values[i] = compute(ref random);
        });
        return values;
    }

    private static int[] Resample(int count, ref PhiloxRandom random)
    {
        int[] counts = new int[count];
        for (int i = 0; i < count; i++) counts[random.NextInt32(count)]++;
        return counts;
    }

    private static double Quantile(double[] sorted, double fraction)
    {
        double position = fraction * (sorted.Length - 1);
        int below = Math.Min((int)position, sorted.Length - 2);
        return sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]));
    }

    private delegate double Statistic(ref PhiloxRandom random);
}
