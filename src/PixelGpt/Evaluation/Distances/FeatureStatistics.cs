using PixelGpt.Formats.Npz;
using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// Mean and covariance of the features of a set: all that FID needs. They can be saved to and loaded from <c>.npz</c> files in the
/// format of pytorch-fid (<c>mu</c>, <c>sigma</c>). Files written here also contain the number of pictures (<c>n</c>), and the
/// network's name as the archive comment.
/// </summary>
internal sealed class FeatureStatistics
{
    /// <summary>Tolerance for asymmetry of the covariance relative to its diagonal: several times the rounding error of single precision.</summary>
    private const double AsymmetryTolerance = 1e-4;

    private FeatureStatistics(double[] mean, DoubleMatrix covariance, int? count, string? network) =>
        (Mean, Covariance, Count, Network) = (mean, covariance, count, network);

    /// <summary>The number of features per picture.</summary>
    public int Width => Mean.Length;

    /// <summary>The number of pictures; null if unknown.</summary>
    public int? Count { get; }

    /// <summary>The name of the network that computed the features; null if unknown.</summary>
    public string? Network { get; }

    /// <summary>The mean of each feature.</summary>
    internal double[] Mean { get; }

    /// <summary>The covariance with the divisor N − 1, [<see cref="Width"/>, <see cref="Width"/>].</summary>
    internal DoubleMatrix Covariance { get; }

    /// <summary>Computes the statistics of a set.</summary>
    /// <param name="features">Features of the set.</param>
    /// <param name="network">Name of the network that computed them; may be null.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <returns>The statistics.</returns>
    public static FeatureStatistics Of(FeatureSet features, string? network, int threads)
    {
        ArgumentNullException.ThrowIfNull(features);
        double[] mean = features.Mean();
        DoubleMatrix columns = features.CenteredFactor(mean).Transpose();
        return new FeatureStatistics(mean, DoubleMatrix.TimesTransposed(columns, columns, threads), features.Count, network);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The statistics.</returns>
    /// <exception cref="InputException">The file is not a statistics file, or its contents are not a mean and a covariance.</exception>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public static FeatureStatistics Load(string path)
    {
        NpzFile file = NpzFile.Load(path);
        NpyArray mu = file.Find("mu"), sigma = file.Find("sigma");
        if (mu.Shape is not [> 0 and int width] || sigma.Shape is not [int rows, int columns] || rows != width || columns != width)
            throw new InputException($"{path}: mu of shape {mu.ShapeText} and sigma of shape {sigma.ShapeText} are not a mean and a covariance, expected the shapes (D) and (D, D)");
        double[] mean = mu.ToDoubles();
        var covariance = new DoubleMatrix(width, width, sigma.ToDoubles());
        Check(mean, covariance, path);
        int? count = null;
        if (file.Contains("n"))
        {
            double n = file.Find("n") is { Shape: [] } scalar ? scalar.ToDoubles()[0] : 0;
            count = n is >= 2 and <= int.MaxValue && n == Math.Floor(n) ? (int)n : throw new InputException($"{path}: n must be a number of pictures, an integer of at least 2");
        }

        return new FeatureStatistics(mean, covariance, count, file.Comment.Length > 0 ? file.Comment : null);
    }

    /// <summary>Writes a file that <see cref="Load"/> and pytorch-fid can read.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public void Save(string path)
    {
        var arrays = new Dictionary<string, NpyArray>
        {
            ["mu"] = NpyArray.Of(Mean, Width),
            ["sigma"] = NpyArray.Of(Covariance.Values, Width, Width),
        };
        if (Count is { } count) arrays["n"] = NpyArray.Of([count]);
        NpzFile.Save(path, arrays, Network ?? "");
    }

    private static void Check(double[] mean, DoubleMatrix covariance, string path)
    {
        for (int i = 0; i < mean.Length; i++)
        {
            if (!double.IsFinite(mean[i])) throw new InputException($"{path}: mu[{i}] is not finite ({mean[i]})");
            if (!(covariance[i, i] >= 0 && double.IsFinite(covariance[i, i]))) throw new InputException($"{path}: sigma[{i}, {i}] is not a variance ({covariance[i, i]})");
        }

        for (int i = 0; i < mean.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                // The Cauchy–Schwarz bound of a covariance entry.
                double bound = Math.Sqrt(covariance[i, i] * covariance[j, j]), mirrored = covariance[j, i], value = covariance[i, j];
                if (!(Math.Abs(value - mirrored) <= AsymmetryTolerance * bound) || !(Math.Abs(value) <= (1 + AsymmetryTolerance) * bound))
                    throw new InputException($"{path}: sigma is not a covariance: entries [{i}, {j}] and [{j}, {i}] are {value} and {mirrored} for the variances {covariance[i, i]} and {covariance[j, j]}");
            }
        }
    }
}
