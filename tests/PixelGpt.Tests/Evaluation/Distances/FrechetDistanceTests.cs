using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Evaluation.Distances;

public class FrechetDistanceTests
{
    [SharedTheory]
    [InlineData("full_rank")]
    [InlineData("unequal")]
    [InlineData("low_rank")]
    public void It_equals_the_reference_values(string name)
    {
        JsonNode expected = JsonNode.Parse(File.ReadAllText(SharedData.PathOf("reference", "fid", "fid.json")))![name]!;
        (float[][] first, float[][] second) = FeatureCases.Reference((int)expected["n1"]!, (int)expected["n2"]!, (int)expected["dim"]!);
        Assert.Equal(expected["first_of_1"]!.AsArray().Select(v => (float)(double)v!), first[0][..4]);
        Assert.Equal(expected["first_of_2"]!.AsArray().Select(v => (float)(double)v!), second[0][..4]);
        Assert.Equal((float)(double)expected["last_of_1"]!, first[^1][^1]);
        Assert.Equal((double)expected["sum_2"]!, second.Sum(r => r.Sum(v => (double)v)), 1e-6);

        FeatureSet a = new(first), b = new(second);
        double exact = (double)expected["exact"]!["fid"]!, scipy = (double)expected["scipy"]!["fid"]!;
        Assert.Equal(exact, FrechetDistance.Between(a, b), 1e-10);
        Assert.Equal(exact, FrechetDistance.Between(b, a), 1e-10);
        Assert.InRange(FrechetDistance.Between(a, a), 0, 1e-10);

        // For sets of full rank the original's matrix square root is exact, so only its single-precision means differ.
        Assert.Equal(scipy, FrechetDistance.WithSinglePrecisionMeans(a, b), name == "low_rank" ? 5e-5 : 1e-8);

        FeatureStatistics sa = FeatureStatistics.Of(a, null, 2), sb = FeatureStatistics.Of(b, null, 2);
        Assert.Equal(exact, FrechetDistance.Between(sa, sb), 1e-7);
        Assert.Equal(exact, FrechetDistance.Between(a, sb), 1e-7);
        Assert.InRange(FrechetDistance.Between(sa, sa), 0, 1e-7);
    }

    [Theory]
    [InlineData(2, 7)]
    [InlineData(30, 64)]
    [InlineData(64, 64)]
    [InlineData(65, 64)]
    [InlineData(100, 13)]
    public void Identical_sets_have_distance_0(int count, int width)
    {
        FeatureSet set = FeatureCases.Set(count, width, 1, shift: 3);
        Assert.InRange(FrechetDistance.Between(set, set), 0, 1e-10);
        FeatureStatistics statistics = FeatureStatistics.Of(set, null, 1);
        Assert.InRange(FrechetDistance.Between(statistics, statistics), 0, 1e-10);
        Assert.InRange(FrechetDistance.Between(set, statistics), 0, 1e-10);
    }

    [Theory]
    [InlineData(9, 20)]
    [InlineData(50, 20)]
    public void The_distance_of_a_shift_is_its_squared_norm(int count, int width)
    {
        // Multiples of 1/4, so that shifted features are exact in single precision.
        var random = new PhiloxRandom(5);
        float[][] rows = [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, width).Select(_ => random.NextInt32(-40, 40) / 4f).ToArray())];
        float[] shift = [.. Enumerable.Range(0, width).Select(j => (j % 5) - 1.5f)];
        float[][] shifted = [.. rows.Select(r => r.Zip(shift, (x, s) => x + s).ToArray())];
        Assert.Equal(shift.Sum(s => (double)s * s), FrechetDistance.Between(new FeatureSet(rows), new FeatureSet(shifted)), 1e-9);
    }

    [Fact]
    public void The_distance_of_a_scaled_set_follows_from_its_variances_and_means()
    {
        float[][] rows = FeatureCases.Normal(40, 16, 2), scaled = [.. rows.Select(r => r.Select(v => 3 * v).ToArray())];
        var set = new FeatureSet(rows);
        double trace = 0, mean = 0;
        for (int j = 0; j < 16; j++)
        {
            double m = rows.Average(r => (double)r[j]);
            mean += m * m;
            trace += rows.Sum(r => (r[j] - m) * (r[j] - m)) / 39;
        }

        // (3 − 1)² times variances and squared means; the factor 3 rounds in single precision.
        Assert.Equal(4 * (trace + mean), FrechetDistance.Between(set, new FeatureSet(scaled)), 1e-5);
    }

    [Fact]
    public void Independent_features_have_the_distance_computed_by_hand()
    {
        // Corners of a box: the covariance is diagonal with 4/3·s² for a half-width s.
        static FeatureSet Box(float x, float y) => new([[-x, -y], [-x, y], [x, -y], [x, y]]);
        Assert.Equal(4.0 / 3 * (4 + 9), FrechetDistance.Between(Box(1, 2), Box(3, 5)), 1e-12);
        Assert.Equal(4.0 / 3 * 25, FrechetDistance.Between(Box(0, 0), Box(3, 4)), 1e-12);
    }

    [Fact]
    public void It_is_symmetric_nonnegative_and_independent_of_order()
    {
        Gen<(int N1, int N2, int Width, int Seed)> cases = from n1 in Gen.Choose(2, 40)
                                                           from n2 in Gen.Choose(2, 40)
                                                           from width in Gen.Choose(1, 40)
                                                           from seed in Gen.Choose(0, 1 << 20)
                                                           select (n1, n2, width, seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            float[][] a = FeatureCases.Normal(c.N1, c.Width, (ulong)c.Seed), b = FeatureCases.Normal(c.N2, c.Width, (ulong)c.Seed + 1, shift: 0.3, scale: 1.5);
            double distance = FrechetDistance.Between(new FeatureSet(a), new FeatureSet(b));
            var random = new PhiloxRandom((ulong)c.Seed);
            int[] columns = [.. Enumerable.Range(0, c.Width)];
            random.Shuffle(columns.AsSpan());
            float[][] Permute(float[][] rows) => [.. rows.Select(r => columns.Select(j => r[j]).ToArray())];
            float[][] shuffled = [.. b];
            random.Shuffle(shuffled.AsSpan());
            double Other(float[][] x, float[][] y) => Math.Abs(FrechetDistance.Between(new FeatureSet(x), new FeatureSet(y)) - distance);
            FeatureStatistics sa = FeatureStatistics.Of(new FeatureSet(a), null, 1), sb = FeatureStatistics.Of(new FeatureSet(b), null, 2);
            return distance >= 0 && Other(b, a) < 1e-10 && Other(a, shuffled) < 1e-10 && Other(Permute(a), Permute(b)) < 1e-10
                && Math.Abs(FrechetDistance.Between(sa, sb) - distance) < 1e-6;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        FeatureSet a = FeatureCases.Set(70, 50, 1), b = FeatureCases.Set(90, 50, 2);
        Assert.Equal(FrechetDistance.Between(a, b, 1), FrechetDistance.Between(a, b, 3));
    }

    [Fact]
    public void Invalid_sets_are_rejected()
    {
        static string Refused(params float[][] rows) => Assert.Throws<InputException>(() => new FeatureSet(rows)).Message;
        Assert.Contains("at least 2", Refused());
        Assert.Contains("at least 2", Refused([1, 2]));
        Assert.Contains("picture 1 has 1 features, the first picture has 2", Refused([1, 2], [1]));
        Assert.Contains("feature 1 of picture 0 is not finite (NaN)", Refused([1, float.NaN], [1, 2]));
        Assert.Contains("width 3 and 4", Assert.Throws<InputException>(() => FrechetDistance.Between(FeatureCases.Set(3, 3, 1), FeatureCases.Set(3, 4, 1))).Message);
    }
}
