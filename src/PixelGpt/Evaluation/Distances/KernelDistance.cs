using PixelGpt.Numerics;
using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// KID, the kernel Inception distance (Bińkowski, Sutherland, Arbel and Gretton, "Demystifying MMD GANs", ICLR 2018): the
/// squared maximum mean discrepancy under the kernel (x·y / width + 1)³, in its unbiased form, over random subsets. Its
/// expectation does not depend on the number of pictures; being unbiased, it falls below 0 where sets are alike.
/// </summary>
public static class KernelDistance
{
    /// <summary>Subsets, unless told otherwise: the paper's.</summary>
    public const int DefaultSubsets = 100;

    /// <summary>Pictures a subset of large sets: the paper's.</summary>
    public const int MaxDefaultSubsetSize = 1000;

    /// <summary>Up to this many pictures all products are computed once; beyond, those of each subset.</summary>
    private const int MaxShared = 2000;

    /// <summary>The size of a subset unless told otherwise: <see cref="MaxDefaultSubsetSize"/>, but no more than half of either set, so that subsets differ and their deviation means something.</summary>
    public static int DefaultSubsetSize(int countA, int countB) => Math.Max(2, Math.Min(MaxDefaultSubsetSize, Math.Min(countA, countB) / 2));

    /// <summary>Mean and standard deviation over the subsets.</summary>
    /// <param name="a">One set.</param>
    /// <param name="b">The other.</param>
    /// <param name="subsets">How many subsets.</param>
    /// <param name="subsetSize">Pictures of each set in a subset, drawn without replacement: 2 to the smaller set's count.</param>
    /// <param name="seed">What they follow from.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    /// <exception cref="InputException">The sets have features of different widths, or a setting is out of range.</exception>
    public static (double Mean, double Deviation) Between(FeatureSet a, FeatureSet b, int subsets, int subsetSize, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        FrechetDistance.CheckWidths(a.Width, b.Width);
        int most = Math.Min(a.Count, b.Count);
        if (subsets < 1) throw new InputException($"KID of {subsets} subsets: give 1 or more");
        if (subsetSize < 2 || subsetSize > most) throw new InputException($"KID subsets of {subsetSize} pictures: give 2 to {most}, the number of the smaller set");
        Products? shared = Math.Max(a.Count, b.Count) <= MaxShared ? Products.Of(a, b, threads) : null;
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
                values[subset] = Discrepancy(Products.Of(a.Select(fromA), b.Select(fromB), threads: 1), all, all, a.Width);
            }
        });
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))));
    }

    private static double Discrepancy(Products products, int[] a, int[] b, int width)
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

    /// <summary>Some of 0 to <paramref name="count"/> − 1, each at most once.</summary>
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

    private sealed record Products(DoubleMatrix AA, DoubleMatrix AB, DoubleMatrix BB)
    {
        public static Products Of(FeatureSet a, FeatureSet b, int threads) => new(
            DoubleMatrix.TimesTransposed(a.ReadOnlyMatrixSpan, a.ReadOnlyMatrixSpan, threads),
            DoubleMatrix.TimesTransposed(a.ReadOnlyMatrixSpan, b.ReadOnlyMatrixSpan, threads),
            DoubleMatrix.TimesTransposed(b.ReadOnlyMatrixSpan, b.ReadOnlyMatrixSpan, threads));
    }
}
