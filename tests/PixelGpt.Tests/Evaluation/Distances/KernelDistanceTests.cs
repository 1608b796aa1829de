using PixelGpt.Evaluation.Distances;

namespace PixelGpt.Tests.Evaluation.Distances;

public class KernelDistanceTests
{
    [Fact]
    public void It_equals_the_formula_of_the_paper()
    {
        float[][] x = FeatureCases.Normal(7, 5, 1, shift: 0.5), y = FeatureCases.Normal(9, 5, 2);
        (double mean, double deviation) = KernelDistance.Between(new FeatureSet(x), new FeatureSet(y[..7]), subsets: 3, subsetSize: 7, 0, 2);
        double within = 0, across = 0;
        for (int i = 0; i < 7; i++)
        {
            for (int j = 0; j < 7; j++)
            {
                if (i != j) within += (Kernel(x[i], x[j]) + Kernel(y[i], y[j])) / 42;
                across += Kernel(x[i], y[j]) / 49;
            }
        }

        Assert.Equal(within - (2 * across), mean, 1e-12);
        Assert.Equal(0, deviation, 1e-12);

        static double Kernel(float[] a, float[] b) => Math.Pow((a.Zip(b, (p, q) => (double)p * q).Sum() / 5) + 1, 3);
    }

    [Fact]
    public void It_is_unbiased_for_few_pictures()
    {
        // For sets of the same distribution the mean is 0 within its standard error, for 10 pictures as well as for 80.
        foreach (int count in (int[])[10, 80])
        {
            double[] values = [.. Enumerable.Range(0, 100).Select(i => KernelDistance.Between(FeatureCases.Set(count, 8, (ulong)(2 * i)), FeatureCases.Set(count, 8, (ulong)(2 * i) + 1), 10, count / 2, 0, 1).Mean)];
            double mean = values.Average(), error = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) / values.Length);
            Assert.InRange(mean / error, -3, 3);
        }

        Assert.True(KernelDistance.Between(FeatureCases.Set(40, 8, 1), FeatureCases.Set(40, 8, 2, shift: 1), 10, 20, 0, 1).Mean > 0.5);
    }

    [Fact]
    public void Results_depend_on_the_seed_and_not_on_the_number_of_threads()
    {
        FeatureSet a = FeatureCases.Set(20, 9, 1), b = FeatureCases.Set(30, 9, 2);
        Assert.Equal(KernelDistance.Between(a, b, 13, 6, 1, 1), KernelDistance.Between(a, b, 13, 6, 1, 3));
        Assert.NotEqual(KernelDistance.Between(a, b, 13, 6, 1, 1), KernelDistance.Between(a, b, 13, 6, 2, 1));
    }

    [Fact]
    public void Sets_too_large_for_a_common_product_matrix_have_similar_distances()
    {
        float[][] many = FeatureCases.Normal(2001, 4, 1), few = FeatureCases.Normal(50, 4, 2, shift: 1);
        double large = KernelDistance.Between(new FeatureSet(many), new FeatureSet(few), 50, 25, 0, 2).Mean;
        double small = KernelDistance.Between(new FeatureSet(many[..1000]), new FeatureSet(few), 50, 25, 0, 2).Mean;
        Assert.InRange(large / small, 0.8, 1.25);
    }

    [Theory]
    [InlineData(80, 80, 40)]
    [InlineData(5000, 3000, 1000)]
    [InlineData(3, 2, 2)]
    public void Default_subsets_are_half_of_small_sets(int a, int b, int size) => Assert.Equal(size, KernelDistance.DefaultSubsetSize(a, b));

    [Fact]
    public void Invalid_subset_settings_are_rejected()
    {
        FeatureSet set = FeatureCases.Set(4, 3, 1);
        Assert.Contains("must be 2 to 4", Assert.Throws<InputException>(() => KernelDistance.Between(set, set, 1, 5, 0, 1)).Message);
        Assert.Contains("must be 2 to 4", Assert.Throws<InputException>(() => KernelDistance.Between(set, set, 1, 1, 0, 1)).Message);
        Assert.Contains("must be at least 1 (got 0)", Assert.Throws<InputException>(() => KernelDistance.Between(set, set, 0, 2, 0, 1)).Message);
    }
}
