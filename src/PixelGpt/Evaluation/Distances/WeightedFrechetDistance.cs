using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// Fréchet distances of two sets in which each picture is counted a given number of times, as in bootstrap resamples.
/// Only the dot products of the features are needed; they are computed once. A picture that is counted c times is one row
/// multiplied by √c, so a resample of N pictures needs the singular values of about 0.63 N rows.
/// </summary>
internal sealed class WeightedFrechetDistance
{
    private readonly DoubleMatrix _aa;
    private readonly DoubleMatrix _ab;
    private readonly DoubleMatrix? _bb;
    private readonly double _traceB;

    private WeightedFrechetDistance(DoubleMatrix aa, DoubleMatrix ab, DoubleMatrix? bb, double traceB) => (_aa, _ab, _bb, _traceB) = (aa, ab, bb, traceB);

    /// <summary>Prepares the distances of two sets.</summary>
    public static WeightedFrechetDistance Of(FeatureSet a, FeatureSet b, int threads)
    {
        double[] origin = b.Mean();
        DoubleMatrix x = Subtract(a, origin), y = Subtract(b, origin);
        return new WeightedFrechetDistance(DoubleMatrix.TimesTransposed(x, x, threads), DoubleMatrix.TimesTransposed(x, y, threads), DoubleMatrix.TimesTransposed(y, y, threads), 0);
    }

    /// <summary>Prepares the distances of a set to a fixed distribution.</summary>
    public static WeightedFrechetDistance Of(FeatureSet a, Gaussian b, int threads)
    {
        DoubleMatrix x = Subtract(a, b.Mean);
        return new WeightedFrechetDistance(DoubleMatrix.TimesTransposed(x, x, threads), DoubleMatrix.TimesTransposed(x, b.Factor, threads), null, b.Trace);
    }

    /// <summary>Computes a distance.</summary>
    /// <param name="countsA">How often each picture of the first set is counted; the sum must be at least 2.</param>
    /// <param name="countsB">How often each picture of the second set is counted; ignored if that is a fixed distribution.</param>
    public double Compute(ReadOnlySpan<int> countsA, ReadOnlySpan<int> countsB)
    {
        var a = new WeightedSample(countsA);
        double squareA = a.MeanSquare(_aa);
        double traces = a.Trace(_aa, squareA), meanTerm = squareA;
        DoubleMatrix cross;
        if (_bb is null)
        {
            traces += _traceB;
            cross = Cross(a);
        }
        else
        {
            var b = new WeightedSample(countsB);
            double squareB = b.MeanSquare(_bb);
            traces += b.Trace(_bb, squareB);
            (cross, double product) = Cross(a, b);
            meanTerm += squareB - (2 * product);
        }

        return Math.Max(0, meanTerm + traces - (2 * SingularValues.Sum(cross)));
    }

    private static DoubleMatrix Subtract(FeatureSet set, double[] origin)
    {
        var result = new DoubleMatrix(set.Count, set.Width);
        for (int row = 0; row < set.Count; row++)
        {
            Span<double> to = result.Row(row);
            set.Matrix.Row(row).CopyTo(to);
            DoubleVectors.AddScaled(-1, origin, to);
        }

        return result;
    }

    /// <summary>A·Bᵀ of the centred pictures divided by √(N − 1), where B is the factor of the fixed distribution.</summary>
    private DoubleMatrix Cross(WeightedSample a)
    {
        double[] mean = new double[_ab.Columns];
        for (int i = 0; i < a.Pictures.Length; i++) DoubleVectors.AddScaled(a.Weights[i], _ab.Row(a.Pictures[i]), mean);
        var cross = new DoubleMatrix(a.Pictures.Length, _ab.Columns);
        for (int i = 0; i < cross.Rows; i++)
        {
            Span<double> row = cross.Row(i);
            DoubleVectors.AddScaled(a.Scales[i], _ab.Row(a.Pictures[i]), row);
            DoubleVectors.AddScaled(-a.Scales[i], mean, row);
        }

        return cross;
    }

    /// <summary>The same for two sets: dot products with row and column means subtracted; also returns the dot product of the two means.</summary>
    private (DoubleMatrix Cross, double MeanProduct) Cross(WeightedSample a, WeightedSample b)
    {
        var cross = new DoubleMatrix(a.Pictures.Length, b.Pictures.Length);
        double[] columnMean = new double[cross.Columns];
        double mean = 0;
        for (int i = 0; i < cross.Rows; i++)
        {
            Span<double> row = cross.Row(i), from = _ab.Row(a.Pictures[i]);
            for (int j = 0; j < row.Length; j++) row[j] = from[b.Pictures[j]];
            double rowMean = DoubleVectors.Dot(row, b.Weights);
            foreach (ref double value in row) value -= rowMean;
            DoubleVectors.AddScaled(a.Weights[i], row, columnMean);
            mean += a.Weights[i] * rowMean;
        }

        for (int i = 0; i < cross.Rows; i++)
        {
            Span<double> row = cross.Row(i);
            for (int j = 0; j < row.Length; j++) row[j] = (row[j] - columnMean[j]) * a.Scales[i] * b.Scales[j];
        }

        return (cross, mean);
    }

    /// <summary>The pictures of one set with a count above 0.</summary>
    private readonly struct WeightedSample
    {
        private readonly int _total;

        public WeightedSample(ReadOnlySpan<int> counts)
        {
            int distinct = 0;
            foreach (int count in counts) (_total, distinct) = (_total + count, distinct + (count > 0 ? 1 : 0));
            (Pictures, Weights, Scales) = (new int[distinct], new double[distinct], new double[distinct]);
            for (int i = 0, at = 0; i < counts.Length; i++)
            {
                if (counts[i] == 0) continue;
                Pictures[at] = i;
                Weights[at] = (double)counts[i] / _total;
                Scales[at++] = Math.Sqrt(counts[i] / (_total - 1.0));
            }
        }

        public int[] Pictures { get; }

        /// <summary>Weight of each picture in the mean.</summary>
        public double[] Weights { get; }

        /// <summary>Factor of each centred row.</summary>
        public double[] Scales { get; }

        /// <summary>Computes the squared norm of the mean.</summary>
        public double MeanSquare(DoubleMatrix products)
        {
            double sum = 0;
            for (int i = 0; i < Pictures.Length; i++)
            {
                ReadOnlySpan<double> row = products.Row(Pictures[i]);
                double rowSum = 0;
                for (int j = 0; j < Pictures.Length; j++) rowSum += row[Pictures[j]] * Weights[j];
                sum += Weights[i] * rowSum;
            }

            return sum;
        }

        /// <summary>Computes the trace of the covariance.</summary>
        public double Trace(DoubleMatrix products, double meanSquare)
        {
            double sum = 0;
            for (int i = 0; i < Pictures.Length; i++) sum += Weights[i] * products[Pictures[i], Pictures[i]];
            return (sum - meanSquare) * _total / (_total - 1.0);
        }
    }
}
