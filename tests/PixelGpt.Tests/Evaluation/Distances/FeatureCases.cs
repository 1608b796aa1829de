using PixelGpt.Evaluation.Distances;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Evaluation.Distances;

/// <summary>Feature sets for tests: random ones, and those of the reference values.</summary>
internal static class FeatureCases
{
    /// <summary>Normally distributed features with decreasing standard deviations, similar to those of a network.</summary>
    public static float[][] Normal(int count, int width, ulong seed, double shift = 0, double scale = 1)
    {
        var random = new PhiloxRandom(seed);
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++)
        {
            rows[i] = new float[width];
            for (int j = 0; j < width; j++) rows[i][j] = (float)(shift + (scale * random.NextNormal() / Math.Sqrt(1 + j)));
        }

        return rows;
    }

    public static FeatureSet Set(int count, int width, ulong seed, double shift = 0, double scale = 1) => new(Normal(count, width, seed, shift, scale));

    /// <summary>The two sets of a reference case, which are defined by a formula.</summary>
    public static (float[][] A, float[][] B) Reference(int n1, int n2, int width)
    {
        float[][] a = new float[n1][], b = new float[n2][];
        for (int row = 0; row < Math.Max(n1, n2); row++)
        {
            if (row < n1) a[row] = new float[width];
            if (row < n2) b[row] = new float[width];
            for (int column = 0; column < width; column++)
            {
                long i = ((long)row * width) + column;
                double first = 0.45 + (0.4 * Wave(i, 1)), second = 0.45 + (0.4 * Wave(i, 2));
                if (row < n1) a[row][column] = (float)first;
                if (row < n2) b[row][column] = (float)(row < n1 ? (0.7 * first) + (0.3 * second) + 0.02 : second);
            }
        }

        return (a, b);
    }

    private static double Wave(long i, int t) => Math.Sin((0.37 * i) + (1.3 * t) + 0.5 + (0.6180339887 * (i * i % 9973)));
}
