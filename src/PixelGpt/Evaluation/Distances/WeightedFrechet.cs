using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// The Fréchet distance of two sets in which each picture counts any number of times, again and again at little cost: all
/// that is needed of the features are their dot products, computed once, and a picture that counts c times is one row
/// times √c, so a resample of N pictures needs the singular values of about 0.63 N rows.
/// </summary>
internal sealed class WeightedFrechet
{
    private readonly DoubleMatrix _aa;
    private readonly DoubleMatrix _ab;
    private readonly DoubleMatrix? _bb;
    private readonly double _traceB;

    private WeightedFrechet(DoubleMatrix aa, DoubleMatrix ab, DoubleMatrix? bb, double traceB) => (_aa, _ab, _bb, _traceB) = (aa, ab, bb, traceB);

    /// <summary>Whether the second side is one distribution, with no pictures to count.</summary>
    public bool IsFixed => _bb is null;

    /// <summary>Prepares two sets.</summary>
    public static WeightedFrechet Of(FeatureSet a, FeatureSet b, int threads)
    {
        double[] origin = b.Mean();
        DoubleMatrix x = Less(a, origin), y = Less(b, origin);
        return new WeightedFrechet(DoubleMatrix.TimesTransposed(x, x, threads), DoubleMatrix.TimesTransposed(x, y, threads), DoubleMatrix.TimesTransposed(y, y, threads), 0);
    }

    /// <summary>Prepares a set and a distribution.</summary>
    public static WeightedFrechet Of(FeatureSet a, Gaussian b, int threads)
    {
        DoubleMatrix x = Less(a, b.Mean);
        return new WeightedFrechet(DoubleMatrix.TimesTransposed(x, x, threads), DoubleMatrix.TimesTransposed(x, b.Factor, threads), null, b.Trace);
    }

    /// <summary>The distance.</summary>
    /// <param name="countsA">How often each picture of the first set counts; two or more in all.</param>
    /// <param name="countsB">The same of the second; not looked at where that is a distribution.</param>
    public double Distance(ReadOnlySpan<int> countsA, ReadOnlySpan<int> countsB)
    {
        var a = new Side(countsA);
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
            var b = new Side(countsB);
            double squareB = b.MeanSquare(_bb);
            traces += b.Trace(_bb, squareB);
            (cross, double product) = Cross(a, b);
            meanTerm += squareB - (2 * product);
        }

        return Math.Max(0, meanTerm + traces - (2 * SingularValues.Sum(cross)));
    }

    private static DoubleMatrix Less(FeatureSet set, double[] origin)
    {
        var result = new DoubleMatrix(set.Count, set.Width);
        for (int row = 0; row < set.Count; row++)
        {
            Span<double> to = result.Row(row);
            set.ReadOnlyMatrixSpan.Row(row).CopyTo(to);
            DoubleVectors.AddScaled(-1, origin, to);
        }

        return result;
    }

    /// <summary>A·Bᵀ of the centred pictures over √(N − 1), where B is a distribution's factor.</summary>
    private DoubleMatrix Cross(Side a)
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

    /// <summary>The same where both are sets: products of rows less the means of rows and columns; and the product of the two means.</summary>
    private (DoubleMatrix Cross, double MeanProduct) Cross(Side a, Side b)
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

    /// <summary>The pictures of one set that count at all.</summary>
    private readonly struct Side
    {
        private readonly int _total;

        public Side(ReadOnlySpan<int> counts)
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

        /// <summary>Shares of the mean.</summary>
        public double[] Weights { get; }

        /// <summary>What a centred row is multiplied by.</summary>
        public double[] Scales { get; }

        /// <summary>The squared norm of the mean.</summary>
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

        /// <summary>The sum of the variances.</summary>
        public double Trace(DoubleMatrix products, double meanSquare)
        {
            double sum = 0;
            for (int i = 0; i < Pictures.Length; i++) sum += Weights[i] * products[Pictures[i], Pictures[i]];
            return (sum - meanSquare) * _total / (_total - 1.0);
        }
    }
}
