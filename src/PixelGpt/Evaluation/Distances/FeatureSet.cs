using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Evaluation.Distances;

/// <summary>The features of a set of pictures, one row per picture.</summary>
internal sealed class FeatureSet
{
    /// <summary>Creates a set from feature vectors.</summary>
    /// <param name="features">The features, [pictures][width], as returned by <see cref="Features.IFeatureExtractor.Extract"/>.</param>
    /// <exception cref="InputException">There are fewer than two pictures, rows of different widths, or values that are not finite.</exception>
    public FeatureSet(IReadOnlyList<float[]> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Count < 2) throw new InputException($"a distance needs at least 2 pictures in each set (got {features.Count})");
        Matrix = new DoubleMatrix(features.Count, features[0].Length);
        for (int row = 0; row < features.Count; row++)
        {
            float[] values = features[row];
            if (values.Length != Width || Width == 0) throw new InputException($"picture {row} has {values.Length} features, the first picture has {Width}");
            Span<double> target = Matrix.Row(row);
            for (int i = 0; i < values.Length; i++)
            {
                if (!float.IsFinite(values[i])) throw new InputException($"feature {i} of picture {row} is not finite ({values[i]})");
                target[i] = values[i];
            }
        }
    }

    private FeatureSet(DoubleMatrix matrix) => Matrix = matrix;

    /// <summary>The number of pictures.</summary>
    public int Count => Matrix.Rows;

    /// <summary>The number of features per picture.</summary>
    public int Width => Matrix.Columns;

    /// <summary>The features in double precision, [<see cref="Count"/>, <see cref="Width"/>].</summary>
    internal DoubleMatrix Matrix { get; }

    /// <summary>Returns the set of the given pictures.</summary>
    internal FeatureSet Select(ReadOnlySpan<int> pictures)
    {
        var matrix = new DoubleMatrix(pictures.Length, Width);
        for (int i = 0; i < pictures.Length; i++) Matrix.Row(pictures[i]).CopyTo(matrix.Row(i));
        return new FeatureSet(matrix);
    }

    /// <summary>Computes the mean of each feature.</summary>
    internal double[] Mean()
    {
        double[] mean = new double[Width];
        for (int row = 0; row < Count; row++) DoubleVectors.AddScaled(1, Matrix.Row(row), mean);
        foreach (ref double value in mean.AsSpan()) value /= Count;
        return mean;
    }

    /// <summary>Computes the centred features divided by √(<see cref="Count"/> − 1): a factor F of the covariance FᵀF.</summary>
    internal DoubleMatrix CenteredFactor(double[] mean)
    {
        var result = new DoubleMatrix(Count, Width);
        double scale = 1 / Math.Sqrt(Count - 1);
        for (int row = 0; row < Count; row++)
        {
            Span<double> from = Matrix.Row(row), to = result.Row(row);
            for (int i = 0; i < to.Length; i++) to[i] = (from[i] - mean[i]) * scale;
        }

        return result;
    }
}
