using PixelGpt.Formats.Npz;
using PixelGpt.Numerics.LinearAlgebra;

namespace PixelGpt.Evaluation.Distances;

/// <summary>
/// Mean and covariance of a set's features: all that FID needs to know of it. Kept as an <c>.npz</c> file with the names of
/// pytorch-fid (<c>mu</c>, <c>sigma</c>), which reads ours and whose we read. Ours also hold the number of pictures
/// (<c>n</c>), and the network's name as the archive's comment.
/// </summary>
public sealed class FeatureStatistics
{
    /// <summary>How far an entry and its mirror may differ, of what the diagonal allows: single precision's rounding, with room.</summary>
    private const double Asymmetry = 1e-4;

    private FeatureStatistics(double[] mean, DoubleMatrix covariance, int? count, string? network) =>
        (Mean, Covariance, Count, Network) = (mean, covariance, count, network);

    /// <summary>Features a picture.</summary>
    public int Width => Mean.Length;

    /// <summary>How many pictures they are of, where that is known.</summary>
    public int? Count { get; }

    /// <summary>The network that made the features, where that is known.</summary>
    public string? Network { get; }

    /// <summary>The mean of each feature.</summary>
    internal double[] Mean { get; }

    /// <summary>The covariance, over N − 1, [<see cref="Width"/>, <see cref="Width"/>].</summary>
    internal DoubleMatrix Covariance { get; }

    /// <summary>Computes them.</summary>
    /// <param name="features">The features.</param>
    /// <param name="network">The name of the network that made them.</param>
    /// <param name="threads">How many threads to use; results do not depend on it.</param>
    public static FeatureStatistics Of(FeatureSet features, string? network, int threads)
    {
        ArgumentNullException.ThrowIfNull(features);
        double[] mean = features.Mean();
        DoubleMatrix columns = features.CenteredFactor(mean).Transpose();
        return new FeatureStatistics(mean, DoubleMatrix.TimesTransposed(columns, columns, threads), features.Count, network);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is no such file, or what it holds cannot be a mean and a covariance.</exception>
    /// <exception cref="FailureException">It could not be read.</exception>
    public static FeatureStatistics Load(string path)
    {
        NpzFile file = NpzFile.Load(path);
        NpyArray mu = file.Find("mu"), sigma = file.Find("sigma");
        if (mu.Shape is not [> 0 and int width] || sigma.Shape is not [int rows, int columns] || rows != width || columns != width)
            throw new InputException($"{path}: mu of shape {mu.ShapeText} and sigma of shape {sigma.ShapeText} are no mean and covariance: (D) and (D, D) are wanted");
        double[] mean = mu.ToDoubles();
        var covariance = new DoubleMatrix(width, width, sigma.ToDoubles());
        Check(mean, covariance, path);
        int? count = null;
        if (file.Contains("n"))
        {
            double n = file.Find("n") is { Shape: [] } scalar ? scalar.ToDoubles()[0] : 0;
            count = n is >= 2 and <= int.MaxValue && n == Math.Floor(n) ? (int)n : throw new InputException($"{path}: n is not a number of pictures, a whole number of at least 2");
        }

        return new FeatureStatistics(mean, covariance, count, file.Comment.Length > 0 ? file.Comment : null);
    }

    /// <summary>Writes a file that <see cref="Load"/> and pytorch-fid read.</summary>
    /// <exception cref="FailureException">It could not be written.</exception>
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
            if (!double.IsFinite(mean[i])) throw new InputException($"{path}: mu[{i}] is {mean[i]}, no finite number");
            if (!(covariance[i, i] >= 0 && double.IsFinite(covariance[i, i]))) throw new InputException($"{path}: sigma[{i}, {i}] is {covariance[i, i]}, no variance");
        }

        for (int i = 0; i < mean.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                // What no covariance exceeds (Cauchy and Schwarz).
                double most = Math.Sqrt(covariance[i, i] * covariance[j, j]), mirrored = covariance[j, i], value = covariance[i, j];
                if (!(Math.Abs(value - mirrored) <= Asymmetry * most) || !(Math.Abs(value) <= (1 + Asymmetry) * most))
                    throw new InputException($"{path}: sigma is no covariance: entries [{i}, {j}] and [{j}, {i}] are {value} and {mirrored} between variances of {covariance[i, i]} and {covariance[j, j]}");
            }
        }
    }
}
