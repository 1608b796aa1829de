using System.Numerics;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Numerics;

public class DropoutTests
{
    private const int Draws = 1 << 18;

    /// <summary>Five standard errors of the mean of fair coin flips.</summary>
    private static readonly double CoinTolerance = 5 * 0.5 / Math.Sqrt(Draws);

    public static TheoryData<string> AllKernels { get; } = [.. Kernels.Available.Select(k => k.Name)];

    [Theory]
    [InlineData(0.01f)]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void Rate_and_mean_are_correct_at_every_site(float rate)
    {
        double tolerance = 5 * Math.Sqrt(rate * (1 - rate) / Draws);
        for (int site = 0; site < 4; site++)
        {
            Dropout dropout = new DropoutContext(1, 2, 3).At(rate, site);
            int dropped = 0;
            double sum = 0;
            for (uint i = 0; i < Draws; i++)
            {
                float factor = dropout.Factor(i);
                if (factor == 0) dropped++;
                sum += factor;
            }

            Assert.Equal(rate, (double)dropped / Draws, tolerance);
            Assert.Equal(1, sum / Draws, tolerance / (1 - rate));
        }
    }

    /// <summary>Each bit of the hash is set with probability ½, and is independent of the same bit of neighbouring counters.</summary>
    [Fact]
    public void Neighbouring_elements_are_uncorrelated()
    {
        Dropout dropout = new DropoutContext(1, 0, 0).At(0.1f, 0);
        AssertFairBits("bit", i => dropout.Hash(i));
        foreach (uint distance in (uint[])[1, 2, 3, 16, 64, 192, 399, 400, 65536])
            AssertFairBits($"distance {distance}", i => dropout.Hash(i) ^ dropout.Hash(i + distance));
    }

    [Fact]
    public void Neighbouring_seeds_steps_sequences_and_sites_are_uncorrelated()
    {
        for (int i = 0; i < 3; i++)
        {
            Dropout here = new DropoutContext((ulong)i, i, i).At(0.1f, i);
            Dropout[] others =
            [
                new DropoutContext((ulong)i + 1, i, i).At(0.1f, i),
                new DropoutContext((ulong)i, i + 1, i).At(0.1f, i),
                new DropoutContext((ulong)i, i, i + 1).At(0.1f, i),
                new DropoutContext((ulong)i, i, i).At(0.1f, i + 1),
            ];
            foreach (Dropout other in others) AssertFairBits("neighbour", c => here.Hash(c) ^ other.Hash(c));
        }
    }

    /// <summary>Over many pairs of steps, two masks drop the same element as often as independent masks would.</summary>
    [Fact]
    public void Masks_of_different_steps_are_independent()
    {
        const float Rate = 0.1f;
        const int Masks = 200, Elements = 4096;
        double worst = 0;
        Dropout previous = new DropoutContext(5, 0, 0).At(Rate, 0);
        for (int step = 1; step <= Masks; step++)
        {
            Dropout now = new DropoutContext(5, step, 0).At(Rate, 0);
            int both = 0;
            for (uint i = 0; i < Elements; i++)
            {
                if (previous.Factor(i) == 0 && now.Factor(i) == 0) both++;
            }

            const double Expected = Rate * Rate;
            worst = Math.Max(worst, Math.Abs(both - (Expected * Elements)) / Math.Sqrt(Expected * (1 - Expected) * Elements));
            previous = now;
        }

        Assert.InRange(worst, 0, 5);
    }

    [Theory]
    [MemberData(nameof(AllKernels))]
    public void Forward_and_backward_use_the_same_mask(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        Dropout dropout = new DropoutContext(1, 2, 3).At(0.3f, 4);
        float[] ones = [.. Enumerable.Repeat(1f, 1003)], zeros = new float[1003], forward = new float[1003], backward = new float[1003];
        kernels.AddDropout(zeros, ones, dropout, forward);
        kernels.ApplyDropout(ones, dropout, backward);

        Assert.Equal(forward, backward);
        Assert.Equal(Enumerable.Range(0, 1003).Select(i => dropout.Factor((uint)i)), forward);

        // The mask of attention weights is a function of position and column, independent of the block size.
        float[] rows = new float[3 * 64], again = new float[3 * 64], gradients = new float[3 * 64], logSumExp = new float[3];
        var options = new CausalSoftmaxOptions(new CausalMask(47), 1, dropout, 60);
        kernels.CausalSoftmax(new MatrixSpan(rows, 3, 50, 64), options, logSumExp);
        kernels.CausalSoftmaxBackward(new MatrixSpan(again, 3, 50, 64), new MatrixSpan(gradients, 3, 50, 64), options, logSumExp, new float[3]);
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 48 + row; column++)
            {
                float expected = dropout.Factor((uint)(((47 + row) * 60) + column)) / (48 + row);
                Assert.Equal(expected, rows[(row * 64) + column], 1e-6);
                Assert.Equal(expected, again[(row * 64) + column], 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllKernels))]
    public void A_rate_of_0_is_the_identity(string name)
    {
        IKernels kernels = Kernels.Choose(name);
        foreach (Dropout none in (Dropout[])[default, new DropoutContext(1, 2, 3).At(0, 4), new Dropout(0, 12345)])
        {
            float[] x = [.. Enumerable.Range(0, 67).Select(i => i * 0.37f)], y = new float[67];
            kernels.ApplyDropout(x, none, y);
            Assert.Equal(x, y);
            kernels.AddDropout(new float[67], x, none, y);
            Assert.Equal(x, y);
            float[] weights = new float[80];
            kernels.CausalSoftmax(new MatrixSpan(weights, 1, 67, 80), new CausalSoftmaxOptions(new CausalMask(66), 1, none, 67), new float[1]);
            Assert.Equal(1, weights.Sum(), 1e-5);
        }
    }

    private static void AssertFairBits(string what, Func<uint, uint> bits)
    {
        int[] set = new int[32];
        for (uint i = 0; i < Draws; i++)
        {
            for (uint left = bits(i); left != 0; left &= left - 1) set[BitOperations.TrailingZeroCount(left)]++;
        }

        for (int bit = 0; bit < 32; bit++)
        {
            double fraction = (double)set[bit] / Draws;
            Assert.True(Math.Abs(fraction - 0.5) < CoinTolerance, $"{what}, bit {bit}: set in a fraction of {fraction:0.0000} of all draws");
        }
    }
}
