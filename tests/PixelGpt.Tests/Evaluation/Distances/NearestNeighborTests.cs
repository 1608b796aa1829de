using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Evaluation.Distances;

namespace PixelGpt.Tests.Evaluation.Distances;

/// <summary>Precision and recall, density and coverage.</summary>
public class NearestNeighborTests
{
    [Fact]
    public void Points_on_a_line_have_the_values_computed_by_hand()
    {
        // With k = 1 the radii of the true points are 1, 1 and 4: [-1, 1], [0, 2] and [1, 9].
        FeatureSet reference = Line(0, 1, 5), generated = Line(0.5f, 8, 20);
        Assert.Equal((2.0 / 3, 3.0 / 3), PrecisionRecall.Compute(generated, reference, 1, 1));
        Assert.Equal((3.0 / 3, 3.0 / 3), DensityCoverage.Compute(generated, reference, 1, 1));

        // Distant sets: true points are only within balls of large radius.
        Assert.Equal((0.0, 0.0), PrecisionRecall.Compute(Line(100, 101, 102), reference, 1, 1));
        Assert.Equal((0.0, 0.0), DensityCoverage.Compute(Line(100, 101, 102), reference, 1, 1));
        Assert.Equal((0.0, 1.0), PrecisionRecall.Compute(Line(100, -300), reference, 1, 1));
    }

    [Fact]
    public void Identical_sets_have_precision_recall_and_coverage_1()
    {
        FeatureSet set = FeatureCases.Set(50, 300, 1, shift: 2);
        Assert.Equal((1.0, 1.0), PrecisionRecall.Compute(set, set, 3, 2));
        (double density, double coverage) = DensityCoverage.Compute(set, set, 5, 2);
        Assert.Equal(1, coverage);
        Assert.Equal((50.0 * 6) / (5 * 50), density, 1e-12);

        // Copies have distance 0, and a ball of radius 0 contains its centre.
        FeatureSet copies = Line(1, 1, 1, 1);
        Assert.Equal((1.0, 1.0), PrecisionRecall.Compute(copies, copies, 2, 1));
    }

    [Fact]
    public void They_equal_the_definitions()
    {
        Gen<(int N1, int N2, int K, int Seed)> cases = from n1 in Gen.Choose(7, 70)
                                                       from n2 in Gen.Choose(7, 70)
                                                       from k in Gen.Choose(1, 6)
                                                       from seed in Gen.Choose(0, 1 << 20)
                                                       select (n1, n2, k, seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            float[][] generated = FeatureCases.Normal(c.N1, 5, (ulong)c.Seed), real = FeatureCases.Normal(c.N2, 5, (ulong)c.Seed + 1, shift: 0.5);
            double[] realRadii = [.. real.Select(r => Radius(real, r, c.K))], generatedRadii = [.. generated.Select(m => Radius(generated, m, c.K))];
            double precision = generated.Count(m => real.Zip(realRadii).Any(r => Distance(m, r.First) <= r.Second)) / (double)c.N1;
            double recall = real.Count(r => generated.Zip(generatedRadii).Any(m => Distance(r, m.First) <= m.Second)) / (double)c.N2;
            double density = generated.Sum(m => real.Zip(realRadii).Count(r => Distance(m, r.First) <= r.Second)) / ((double)c.K * c.N1);
            double coverage = real.Zip(realRadii).Count(r => generated.Any(m => Distance(m, r.First) <= r.Second)) / (double)c.N2;
            FeatureSet a = new(generated), b = new(real);
            return PrecisionRecall.Compute(a, b, c.K, 2) == (precision, recall) && DensityCoverage.Compute(a, b, c.K, 1) == (density, coverage);
        }).QuickCheckThrowOnFailure();

        static double Radius(float[][] set, float[] point, int k) => set.Where(p => p != point).Select(p => Distance(p, point)).Order().ElementAt(k - 1);
        static double Distance(float[] x, float[] y) => Math.Sqrt(x.Zip(y, (p, q) => ((double)p - q) * ((double)p - q)).Sum());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void An_invalid_number_of_neighbours_is_rejected(int k) =>
        Assert.Contains("must be 1 to 2", Assert.Throws<InputException>(() => PrecisionRecall.Compute(Line(1, 2, 3), Line(1, 2, 3), k, 1)).Message);

    private static FeatureSet Line(params float[] points) => new([.. points.Select(p => new[] { p })]);
}
