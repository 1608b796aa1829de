using PixelGpt.Numerics;

namespace PixelGpt.Evaluation;

/// <summary>
/// The NLL of completed pixels at several temperatures. At temperature T the probability of a colour is proportional to p^(1/T),
/// where p is its probability at temperature 1, so that all NLLs are computed from one forward pass.
/// </summary>
/// <param name="sums">The sum over the pixels at each temperature, in nats.</param>
/// <param name="pixels">The number of pixels.</param>
internal sealed class TemperedNll(double[] sums, long pixels)
{
    /// <summary>Probabilities below this do not change the sums.</summary>
    private const float Negligible = 1e-14f;

    /// <summary>The sum over the pixels at each temperature, in nats.</summary>
    public double[] Sums => sums;

    /// <summary>The number of pixels.</summary>
    public long Pixels => pixels;

    /// <summary>The NLL per pixel at the temperature with an index, in nats.</summary>
    public double this[int temperature] => sums[temperature] / pixels;

    /// <summary>The index of the temperature with the lowest NLL.</summary>
    public int Lowest => Array.IndexOf(sums, sums.Min());

    /// <summary>Computes the NLL of one picture.</summary>
    /// <param name="distributions">The distributions of pixels 1 to N − 1 at temperature 1, [N − 1, vocabulary].</param>
    /// <param name="colors">Number of colours; tokens of a larger vocabulary are never sampled.</param>
    /// <param name="pixels">The picture, [N].</param>
    /// <param name="promptLength">Number of pixels in the prompt, which are not included.</param>
    /// <param name="temperatures">The temperatures.</param>
    public static TemperedNll Of(MatrixSpan distributions, int colors, ReadOnlySpan<int> pixels, int promptLength, ReadOnlySpan<double> temperatures)
    {
        double[] sums = new double[temperatures.Length], logs = new double[colors];
        for (int at = promptLength; at < pixels.Length; at++)
        {
            int count = 0;
            ReadOnlySpan<float> distribution = distributions.Data.Slice((at - 1) * distributions.RowStride, colors);
            foreach (float p in distribution)
            {
                if (p > Negligible) logs[count++] = Math.Log(p);
            }

            double label = Math.Log(Math.Max(distribution[pixels[at]], Negligible));
            for (int t = 0; t < sums.Length; t++)
            {
                double inverse = 1 / temperatures[t], sum = 0;
                foreach (double log in logs.AsSpan(0, count)) sum += Math.Exp(log * inverse);
                sums[t] += Math.Log(sum) - (label * inverse);
            }
        }

        return new TemperedNll(sums, pixels.Length - promptLength);
    }

    /// <summary>Returns the NLL over the pixels of all pictures.</summary>
    public static TemperedNll Mean(IReadOnlyList<TemperedNll> pictures)
    {
        double[] all = new double[pictures[0].Sums.Length];
        foreach (TemperedNll picture in pictures)
        {
            for (int t = 0; t < all.Length; t++) all[t] += picture.Sums[t];
        }

        return new TemperedNll(all, pictures.Sum(p => p.Pixels));
    }
}
