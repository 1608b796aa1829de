using PixelGpt.Numerics;
using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// KID, the kernel Inception distance (Bińkowski, Sutherland, Arbel and Gretton, "Demystifying MMD GANs", ICLR 2018): the
/// unbiased estimate of the squared maximum mean discrepancy under the kernel
/// (x·y ÷ width + 1)³, averaged over random subsets. Its expectation does not depend on the number of pictures; it can be
/// negative for similar sets.
/// </summary>
internal static class KernelDistance
{
    /// <summary>Default number of subsets, as in the paper.</summary>
    public const int DefaultSubsets = 100;

    /// <summary>Default number of pictures per subset of large sets, as in the paper.</summary>
    public const int MaxDefaultSubsetSize = 1000;

    /// <summary>The maximum set size for which the dot products of all pictures are computed once. For larger sets they are computed for each subset.</summary>
    private const int MaxShared = 2000;

    /// <summary>Returns the default subset size: <see cref="MaxDefaultSubsetSize"/>, but at most half of either set, so that subsets differ and their standard deviation is meaningful.</summary>
    /// <param name="countA">Number of pictures in the first set.</param>
    /// <param name="countB">Number of pictures in the second set.</param>
    /// <returns>The number of pictures per subset.</returns>
    public static int DefaultSubsetSize(int countA, int countB) => Math.Max(2, Math.Min(MaxDefaultSubsetSize, Math.Min(countA, countB) / 2));

    /// <summary>Computes KID.</summary>
    /// <param name="a">First set.</param>
    /// <param name="b">Second set.</param>
    /// <param name="subsets">Number of subsets.</param>
    /// <param name="subsetSize">Number of pictures of each set in a subset, drawn without replacement: 2 to the size of the smaller set.</param>
    /// <param name="seed">Random seed.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <returns>Mean and standard deviation over the subsets.</returns>
    /// <exception cref="InputException">The sets have different numbers of features, or a setting is out of range.</exception>
    public static (double Mean, double Deviation) Between(FeatureSet a, FeatureSet b, int subsets, int subsetSize, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        FrechetDistance.CheckWidths(a.Width, b.Width);
        int smallerCount = Math.Min(a.Count, b.Count);
        if (subsets < 1) throw new InputException($"the number of KID subsets must be at least 1 (got {subsets})");
        if (subsetSize < 2 || subsetSize > smallerCount) throw new InputException($"the KID subset size must be 2 to {smallerCount}, the size of the smaller set (got {subsetSize})");
        DotProducts? shared = Math.Max(a.Count, b.Count) <= MaxShared ? DotProducts.Of(a, b, threads) : null;
        double[] values = new double[subsets];
        using var pool = new WorkerPool(Math.Clamp(threads, 1, subsets));
        pool.Run(subsets, (subset, _) =>
        {
            var random = new PhiloxRandom(seed, (ulong)subset);
            int[] fromA = Choose(a.Count, subsetSize, ref random), fromB = Choose(b.Count, subsetSize, ref random);
            if (shared is not null)
            {
                values[subset] = Discrepancy(shared, fromA, fromB, a.Width);
            }
            else
            {
                int[] all = [.. Enumerable.Range(0, subsetSize)];
                values[subset] = Discrepancy(DotProducts.Of(a.Select(fromA), b.Select(fromB), threads: 1), all, all, a.Width);
            }
        });
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))));
    }

    private static double Discrepancy(DotProducts products, int[] a, int[] b, int width)
    {
        double size = a.Length;
        double within = SumOfKernel(products.AA, a, a, width, skipSelf: true) + SumOfKernel(products.BB, b, b, width, skipSelf: true);
        return (within / (size * (size - 1))) - (2 * SumOfKernel(products.AB, a, b, width, skipSelf: false) / (size * size));
    }

    private static double SumOfKernel(DoubleMatrix products, int[] rows, int[] columns, int width, bool skipSelf)
    {
        double sum = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<double> row = products.Row(rows[i]);
            double rowSum = 0;
            for (int j = 0; j < columns.Length; j++)
            {
                if (skipSelf && i == j) continue;
                double value = (row[columns[j]] / width) + 1;
                rowSum += value * value * value;
            }

            sum += rowSum;
        }

        return sum;
    }

    /// <summary>Draws <paramref name="size"/> distinct numbers below <paramref name="count"/>.</summary>
    private static int[] Choose(int count, int size, ref PhiloxRandom random)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        for (int i = 0; i < size; i++)
        {
            int j = random.NextInt32(i, count);
            (all[i], all[j]) = (all[j], all[i]);
        }

        return all[..size];
    }

    private sealed record DotProducts(DoubleMatrix AA, DoubleMatrix AB, DoubleMatrix BB)
    {
        public static DotProducts Of(FeatureSet a, FeatureSet b, int threads) => new(
            DoubleMatrix.TimesTransposed(a.Matrix, a.Matrix, threads),
            DoubleMatrix.TimesTransposed(a.Matrix, b.Matrix, threads),
            DoubleMatrix.TimesTransposed(b.Matrix, b.Matrix, threads));
    }
}
