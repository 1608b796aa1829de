using PixelGpt.Evaluation.Distances;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Evaluation.Distances;

public class FrechetBootstrapTests
{
    [Theory]
    [InlineData(12, 9, 30)]
    [InlineData(25, 30, 6)]
    public void A_weight_of_c_equals_c_copies(int n1, int n2, int width)
    {
        FeatureSet a = FeatureCases.Set(n1, width, 1, shift: 5), b = FeatureCases.Set(n2, width, 2, scale: 2);
        var random = new PhiloxRandom(3);
        int[] countsA = [.. Enumerable.Range(0, n1).Select(_ => random.NextInt32(4))], countsB = [.. Enumerable.Range(0, n2).Select(_ => random.NextInt32(4))];
        FeatureSet copiesA = a.Select(Copies(countsA)), copiesB = b.Select(Copies(countsB));
        Assert.Equal(FrechetDistance.Between(copiesA, copiesB), WeightedFrechetDistance.Of(a, b, 2).Compute(countsA, countsB), 1e-9);
        FeatureStatistics fixedB = FeatureStatistics.Of(b, null, 1);
        Assert.Equal(FrechetDistance.Between(copiesA, fixedB), WeightedFrechetDistance.Of(a, Gaussian.Of(fixedB), 1).Compute(countsA, []), 1e-7);

        static int[] Copies(int[] counts) => [.. counts.SelectMany((count, i) => Enumerable.Repeat(i, count))];
    }

    [Fact]
    public void The_interval_has_the_nominal_coverage()
    {
        // 60 independent pairs of sets: about 95 % of the intervals contain the mean FID of sets of this size.
        const int Trials = 60;
        double[] values = new double[Trials];
        (double Low, double High)[] intervals = new (double, double)[Trials];
        for (int trial = 0; trial < Trials; trial++)
        {
            FeatureSet a = FeatureCases.Set(60, 3, (ulong)(2 * trial)), b = FeatureCases.Set(60, 3, (ulong)(2 * trial) + 1, shift: 1);
            values[trial] = FrechetDistance.Between(a, b);
            intervals[trial] = FrechetBootstrap.Interval(a, b, paired: false, values[trial], new BootstrapOptions(200, 0, 2));
        }

        double mean = values.Average();
        Assert.InRange(intervals.Count(i => i.Low <= mean && mean <= i.High), 51, 60);
        Assert.All(intervals.Zip(values), p => Assert.True(p.First.Low <= p.Second && p.Second <= p.First.High));
        double spread = 4 * Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        Assert.InRange(intervals.Average(i => i.High - i.Low) / spread, 0.7, 1.4);
    }

    [Fact]
    public void Pairs_are_resampled_together()
    {
        FeatureSet set = FeatureCases.Set(40, 100, 1);
        (double low, double high) = FrechetBootstrap.Interval(set, set, paired: true, 0, new BootstrapOptions(50, 0, 1));
        Assert.Equal((0, 0), (Math.Round(low, 9), Math.Round(high, 9)));
        Assert.True(FrechetBootstrap.Interval(set, set, paired: false, 0, new BootstrapOptions(50, 0, 1)).High > 1e-3);
        Assert.Throws<ArgumentException>(() => FrechetBootstrap.Interval(set, FeatureCases.Set(41, 100, 1), paired: true, 0, new BootstrapOptions(50, 0, 1)));
    }

    [Fact]
    public void Results_depend_on_the_seed_and_not_on_the_number_of_threads()
    {
        FeatureSet a = FeatureCases.Set(30, 50, 1), b = FeatureCases.Set(35, 50, 2);
        Assert.Equal(FrechetBootstrap.Interval(a, b, false, 1, new BootstrapOptions(99, 4, 1)), FrechetBootstrap.Interval(a, b, false, 1, new BootstrapOptions(99, 4, 3)));
        Assert.NotEqual(FrechetBootstrap.Interval(a, b, false, 1, new BootstrapOptions(99, 4, 1)), FrechetBootstrap.Interval(a, b, false, 1, new BootstrapOptions(99, 5, 1)));
        Assert.Equal(FrechetBootstrap.MeanDistanceOfHalves(a, 4, 1), FrechetBootstrap.MeanDistanceOfHalves(a, 4, 3));
    }

    [Fact]
    public void Halves_have_the_distance_of_independent_sets_of_half_the_size()
    {
        FeatureSet set = FeatureCases.Set(80, 200, 1);
        double halves = FrechetBootstrap.MeanDistanceOfHalves(set, 0, 2);
        double[] fresh = [.. Enumerable.Range(0, 20).Select(i => FrechetDistance.Between(FeatureCases.Set(40, 200, (ulong)(100 + i)), FeatureCases.Set(40, 200, (ulong)(200 + i))))];
        Assert.InRange(halves, 0.85 * fresh.Average(), 1.15 * fresh.Average());
    }
}
