using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Evaluation.Distances;

namespace PixelGpt.Tests.Evaluation.Distances;

/// <summary>Precision and recall, density and coverage.</summary>
public class NeighborTests
{
    [Fact]
    public void On_a_line_they_can_be_counted_by_hand()
    {
        // With k = 1 the true points reach 1, 1 and 4 far: [-1, 1], [0, 2] and [1, 9].
        FeatureSet reference = Line(0, 1, 5), generated = Line(0.5f, 8, 20);
        Assert.Equal((2.0 / 3, 3.0 / 3), PrecisionRecall.Compute(generated, reference, 1, 1));
        Assert.Equal((3.0 / 3, 3.0 / 3), DensityCoverage.Compute(generated, reference, 1, 1));

        // One far from all: nothing true lies in reach of the others but through its own wide ball.
        Assert.Equal((0.0, 0.0), PrecisionRecall.Compute(Line(100, 101, 102), reference, 1, 1));
        Assert.Equal((0.0, 0.0), DensityCoverage.Compute(Line(100, 101, 102), reference, 1, 1));
        Assert.Equal((0.0, 1.0), PrecisionRecall.Compute(Line(100, -300), reference, 1, 1));
    }

    [Fact]
    public void Identical_sets_are_precise_and_whole()
    {
        FeatureSet set = FeatureCases.Set(50, 300, 1, shift: 2);
        Assert.Equal((1.0, 1.0), PrecisionRecall.Compute(set, set, 3, 2));
        (double density, double coverage) = DensityCoverage.Compute(set, set, 5, 2);
        Assert.Equal(1, coverage);
        Assert.Equal((50.0 * 6) / (5 * 50), density, 1e-12);

        // Copies are at distance 0, and a ball of radius 0 holds its own middle.
        FeatureSet copies = Line(1, 1, 1, 1);
        Assert.Equal((1.0, 1.0), PrecisionRecall.Compute(copies, copies, 2, 1));
    }

    [Fact]
    public void They_are_what_the_definitions_say()
    {
        Gen<(int N1, int N2, int K, int Seed)> cases = from n1 in Gen.Choose(7, 70)
                                                       from n2 in Gen.Choose(7, 70)
                                                       from k in Gen.Choose(1, 6)
                                                       from seed in Gen.Choose(0, 1 << 20)
                                                       select (n1, n2, k, seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            float[][] made = FeatureCases.Normal(c.N1, 5, (ulong)c.Seed), real = FeatureCases.Normal(c.N2, 5, (ulong)c.Seed + 1, shift: 0.5);
            double[] realRadii = [.. real.Select(r => Radius(real, r, c.K))], madeRadii = [.. made.Select(m => Radius(made, m, c.K))];
            double precision = made.Count(m => real.Zip(realRadii).Any(r => Distance(m, r.First) <= r.Second)) / (double)c.N1;
            double recall = real.Count(r => made.Zip(madeRadii).Any(m => Distance(r, m.First) <= m.Second)) / (double)c.N2;
            double density = made.Sum(m => real.Zip(realRadii).Count(r => Distance(m, r.First) <= r.Second)) / ((double)c.K * c.N1);
            double coverage = real.Zip(realRadii).Count(r => made.Any(m => Distance(m, r.First) <= r.Second)) / (double)c.N2;
            FeatureSet a = new(made), b = new(real);
            return PrecisionRecall.Compute(a, b, c.K, 2) == (precision, recall) && DensityCoverage.Compute(a, b, c.K, 1) == (density, coverage);
        }).QuickCheckThrowOnFailure();

        static double Radius(float[][] set, float[] point, int k) => set.Where(p => p != point).Select(p => Distance(p, point)).Order().ElementAt(k - 1);
        static double Distance(float[] x, float[] y) => Math.Sqrt(x.Zip(y, (p, q) => ((double)p - q) * ((double)p - q)).Sum());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_set_without_such_neighbours_is_refused(int k) =>
        Assert.Contains("give 1 to 2", Assert.Throws<InputException>(() => PrecisionRecall.Compute(Line(1, 2, 3), Line(1, 2, 3), k, 1)).Message);

    private static FeatureSet Line(params float[] points) => new([.. points.Select(p => new[] { p })]);
}
