using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Evaluation.Distances;

/// <summary>The features of a set of pictures, a row a picture.</summary>
public sealed class FeatureSet
{
    /// <summary>Takes features over.</summary>
    /// <param name="features">[pictures][width], as <see cref="Features.IFeatureExtractor.Extract"/> gives them.</param>
    /// <exception cref="InputException">There are fewer than two pictures, rows of different widths, or values that are no finite numbers.</exception>
    public FeatureSet(IReadOnlyList<float[]> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Count < 2) throw new InputException($"a distance between sets needs at least 2 pictures in each; here {(features.Count == 1 ? "is 1" : "are none")}");
        ReadOnlyMatrixSpan = new DoubleMatrix(features.Count, features[0].Length);
        for (int row = 0; row < features.Count; row++)
        {
            float[] values = features[row];
            if (values.Length != Width || Width == 0) throw new InputException($"picture {row} has {values.Length} features where the first has {Width}");
            Span<double> target = ReadOnlyMatrixSpan.Row(row);
            for (int i = 0; i < values.Length; i++)
            {
                if (!float.IsFinite(values[i])) throw new InputException($"feature {i} of picture {row} is {values[i]}, no finite number");
                target[i] = values[i];
            }
        }
    }

    private FeatureSet(DoubleMatrix matrix) => ReadOnlyMatrixSpan = matrix;

    /// <summary>Pictures.</summary>
    public int Count => ReadOnlyMatrixSpan.Rows;

    /// <summary>Features a picture.</summary>
    public int Width => ReadOnlyMatrixSpan.Columns;

    /// <summary>The features in double precision, [<see cref="Count"/>, <see cref="Width"/>].</summary>
    internal DoubleMatrix ReadOnlyMatrixSpan { get; }

    /// <summary>The set of some of the pictures.</summary>
    internal FeatureSet Select(ReadOnlySpan<int> pictures)
    {
        var matrix = new DoubleMatrix(pictures.Length, Width);
        for (int i = 0; i < pictures.Length; i++) ReadOnlyMatrixSpan.Row(pictures[i]).CopyTo(matrix.Row(i));
        return new FeatureSet(matrix);
    }

    /// <summary>The mean of each feature.</summary>
    internal double[] Mean()
    {
        double[] mean = new double[Width];
        for (int row = 0; row < Count; row++) DoubleVectors.AddScaled(1, ReadOnlyMatrixSpan.Row(row), mean);
        foreach (ref double value in mean.AsSpan()) value /= Count;
        return mean;
    }

    /// <summary>The features less their mean, over √(<see cref="Count"/> − 1): a factor F of the covariance FᵀF.</summary>
    internal DoubleMatrix CenteredFactor(double[] mean)
    {
        var result = new DoubleMatrix(Count, Width);
        double scale = 1 / Math.Sqrt(Count - 1);
        for (int row = 0; row < Count; row++)
        {
            Span<double> from = ReadOnlyMatrixSpan.Row(row), to = result.Row(row);
            for (int i = 0; i < to.Length; i++) to[i] = (from[i] - mean[i]) * scale;
        }

        return result;
    }
}
