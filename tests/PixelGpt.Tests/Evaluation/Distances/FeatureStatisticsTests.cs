using PixelGpt.Evaluation.Distances;
using PixelGpt.Formats.Npz;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation.Distances;

public sealed class FeatureStatisticsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void They_are_mean_and_covariance_with_the_divisor_n_minus_1()
    {
        float[][] rows = FeatureCases.Normal(9, 5, 1, shift: 2);
        FeatureStatistics statistics = FeatureStatistics.Of(new FeatureSet(rows), null, 2);
        for (int i = 0; i < 5; i++)
        {
            double meanI = rows.Average(r => (double)r[i]);
            Assert.Equal(meanI, statistics.Mean[i], 1e-12);
            for (int j = 0; j < 5; j++)
            {
                double meanJ = rows.Average(r => (double)r[j]);
                Assert.Equal(rows.Sum(r => (r[i] - meanI) * (r[j] - meanJ)) / 8, statistics.Covariance[i, j], 1e-12);
            }
        }
    }

    [Fact]
    public void They_can_be_saved_and_loaded()
    {
        FeatureSet a = FeatureCases.Set(20, 30, 1), b = FeatureCases.Set(25, 30, 2);
        FeatureStatistics.Of(b, "a network", 1).Save(_folder["b.npz"]);
        FeatureStatistics loaded = FeatureStatistics.Load(_folder["b.npz"]);
        Assert.Equal((30, 25, "a network"), (loaded.Width, loaded.Count!.Value, loaded.Network));
        Assert.Equal(FrechetDistance.Between(a, FeatureStatistics.Of(b, null, 1)), FrechetDistance.Between(a, loaded));
        Assert.Equal(FrechetDistance.Between(a, b), FrechetDistance.Between(a, loaded), 1e-6);
    }

    [Fact]
    public void A_file_of_pytorch_fid_can_be_loaded()
    {
        // Such a file contains only mu and sigma, here in single precision.
        FeatureSet a = FeatureCases.Set(200, 6, 1), b = FeatureCases.Set(250, 6, 2, shift: 1);
        FeatureStatistics statistics = FeatureStatistics.Of(b, null, 1);
        float[] mu = [.. statistics.Mean.Select(v => (float)v)], sigma = [.. statistics.Covariance.Values.ToArray().Select(v => (float)v)];
        NpzFile.Save(_folder["other.npz"], new Dictionary<string, NpyArray> { ["mu"] = NpyArray.Of(mu, 6), ["sigma"] = NpyArray.Of(sigma, 6, 6) });
        FeatureStatistics loaded = FeatureStatistics.Load(_folder["other.npz"]);
        Assert.Equal((null, null), (loaded.Count, loaded.Network));
        Assert.Equal(FrechetDistance.Between(a, b), FrechetDistance.Between(a, loaded), 1e-5);
    }

    [Fact]
    public void Arrays_that_are_not_a_mean_and_a_covariance_are_rejected()
    {
        Assert.Contains("there is no array 'sigma'", Refused(("mu", NpyArray.Of([1.0, 2], 2))));
        Assert.Contains("mu of shape (2,) and sigma of shape (3, 3)", Refused(Mu(1, 2), ("sigma", NpyArray.Of(new double[9], 3, 3))));
        Assert.Contains("mu of shape (1, 2)", Refused(("mu", NpyArray.Of([1.0, 2], 1, 2)), Sigma(1, 0, 0, 1)));
        Assert.Contains("mu of shape (0,)", Refused(("mu", NpyArray.Of(Array.Empty<double>(), 0)), ("sigma", NpyArray.Of(Array.Empty<double>(), 0, 0))));
        Assert.Contains("mu[1] is not finite (NaN)", Refused(Mu(1, double.NaN), Sigma(1, 0, 0, 1)));
        Assert.Contains("sigma[1, 1] is not a variance (-1)", Refused(Mu(1, 2), Sigma(1, 0, 0, -1)));
        Assert.Contains("sigma[0, 0] is not a variance (Infinity)", Refused(Mu(1, 2), Sigma(double.PositiveInfinity, 0, 0, 1)));
        Assert.Contains("entries [1, 0] and [0, 1] are 0.1 and 0.2", Refused(Mu(1, 2), Sigma(1, 0.2, 0.1, 1)));
        Assert.Contains("sigma is not a covariance", Refused(Mu(1, 2), Sigma(1, 3, 3, 1)));
        Assert.Contains("sigma is not a covariance", Refused(Mu(1, 2), Sigma(1, double.NaN, double.NaN, 1)));
        Assert.Contains("n must be a number of pictures", Refused(Mu(1, 2), Sigma(1, 0, 0, 1), ("n", NpyArray.Of([1.5]))));

        static (string, NpyArray) Mu(params double[] values) => ("mu", NpyArray.Of(values, values.Length));
        static (string, NpyArray) Sigma(params double[] values) => ("sigma", NpyArray.Of(values, 2, 2));
    }

    private string Refused(params (string Name, NpyArray Array)[] arrays)
    {
        NpzFile.Save(_folder["bad.npz"], arrays.ToDictionary(a => a.Name, a => a.Array));
        return Assert.Throws<InputException>(() => FeatureStatistics.Load(_folder["bad.npz"])).Message;
    }
}
