using PixelGpt.Generation.Sampling;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Generation;

/// <summary>Operations on logits, compared with straightforward implementations.</summary>
public class DistributionTests
{
    [Fact]
    public void ArgMax_and_KthGreatest_find_the_right_logits()
    {
        var random = new PhiloxRandom(1);
        foreach (int n in (int[])[1, 2, 7, 8, 9, 16, 31, 167])
        {
            for (int trial = 0; trial < 20; trial++)
            {
                // Coarse values, so that there are ties; some are −∞, as after logits processors.
                float[] logits = new float[n];
                for (int i = 0; i < n; i++) logits[i] = random.NextInt32(6) == 0 ? float.NegativeInfinity : MathF.Round((float)random.NextNormal() * 4) / 4;
                Assert.Equal(logits.IndexOf(logits.Max()), Distribution.ArgMax(logits));
                float[] sorted = [.. logits.OrderDescending()];
                for (int k = 1; k <= n; k++) Assert.Equal(sorted[k - 1], Distribution.KthGreatest(logits, k));
            }
        }
    }

    [Fact]
    public void Weights_are_unnormalised_softmax_and_Pick_inverts_their_cumulative_sum()
    {
        var random = new PhiloxRandom(2);
        foreach (int n in (int[])[1, 3, 8, 167])
        {
            float[] logits = new float[n];
            for (int i = 0; i < n; i++) logits[i] = i % 5 == 4 ? float.NegativeInfinity : (float)random.NextNormal() * 5;
            double[] weights = new double[n];
            double total = Distribution.Weights(logits, weights), max = logits.Max();
            for (int i = 0; i < n; i++) Assert.Equal(Math.Exp(logits[i] - max), weights[i], 1e-14);
            Assert.Equal(weights.Sum(), total, 1e-12);
            for (double unit = 0; unit < 1; unit += 0.01)
            {
                int picked = Distribution.Pick(weights, total, unit);
                double below = weights[..picked].Sum();
                Assert.True(weights[picked] > 0);
                Assert.InRange(unit * total, below - 1e-9, below + weights[picked] + 1e-9);
            }
        }
    }
}
