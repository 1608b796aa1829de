using PixelGpt.Imaging;
using PixelGpt.Numerics;

namespace PixelGpt.Data.Palettes;

/// <summary>
/// Reduces a set of colours to a small palette: k-means in <see cref="Oklab"/> with each colour weighted by its number of
/// pixels. The initialisation is greedy k-means++ (Arthur and Vassilvitskii 2007): several candidates are tried for each centre.
/// Random swaps (Fränti 2018) then improve the result: a centre is moved elsewhere, and the move is accepted if it reduces the
/// error. The background colour is never changed. The same colours, count and seed produce the same palette.
/// </summary>
internal static class ColorQuantizer
{
    /// <summary>Maximum number of distinct colours that are clustered individually. If there are more, colours with the same five highest bits per channel are merged first.</summary>
    private const int MaxPoints = 1 << 15;

    private const int MaxIterations = 60;
    private const int Candidates = 4;

    /// <summary>Number of k-means iterations after a swap, before it is accepted or rejected.</summary>
    private const int SwapIterations = 2;

    /// <summary>Approximate number of distance computations for swaps; about one second of work.</summary>
    private const long SwapWork = 1 << 26;
    private const int MinSwaps = 4;
    private const int MaxSwaps = 256;

    /// <summary>Computes a palette.</summary>
    /// <param name="colors">The colours of the pictures, in any order.</param>
    /// <param name="background">Colour of index 0.</param>
    /// <param name="count">Maximum number of colours including the background; at least 2.</param>
    /// <param name="seed">Random seed.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per iteration.</param>
    /// <returns>At most <paramref name="count"/> different colours: the background, then the others from light to dark.</returns>
    public static Palette Quantize(IEnumerable<ColorCount> colors, Rgb background, int count, ulong seed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(colors);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ColorCount[] others = [.. colors.Where(c => c.Color != background && c.Pixels > 0).OrderBy(c => (c.Color.R, c.Color.G, c.Color.B))];
        if (others.Length < count) return ToPalette(background, others.Select(c => c.Color));
        (Oklab[] points, double[] weights) = Points(others);
        int centers = Math.Min(count, points.Length + 1), swaps = (int)Math.Clamp(SwapWork / ((long)points.Length * centers), MinSwaps, MaxSwaps);
        var clustering = new Clustering(points, weights, Oklab.From(background), new PhiloxRandom(seed));
        return ToPalette(background, clustering.Run(centers, swaps, cancellationToken).Skip(1).Select(c => c.ToRgb()));
    }

    /// <summary>Creates a palette of the background, followed by the other distinct colours from light to dark.</summary>
    /// <param name="background">Colour of index 0.</param>
    /// <param name="others">The other colours; duplicates are ignored.</param>
    /// <returns>The palette.</returns>
    public static Palette ToPalette(Rgb background, IEnumerable<Rgb> others) => new(
        others.Where(c => c != background).Distinct().OrderByDescending(c => Oklab.From(c).L).ThenBy(c => (c.R, c.G, c.B)).Prepend(background));

    private static (Oklab[] Points, double[] Weights) Points(ColorCount[] colors)
    {
        if (colors.Length <= MaxPoints) return ([.. colors.Select(c => Oklab.From(c.Color))], [.. colors.Select(c => (double)c.Pixels)]);
        ColorCount[][] cells = [.. colors.GroupBy(c => (c.Color.R >> 3, c.Color.G >> 3, c.Color.B >> 3)).Select(g => g.ToArray())];
        return ([.. cells.Select(Mean)], [.. cells.Select(cell => cell.Sum(c => (double)c.Pixels))]);
    }

    private static Oklab Mean(ColorCount[] cell)
    {
        double weight = 0, l = 0, a = 0, b = 0;
        foreach ((Rgb color, long pixels) in cell)
        {
            var point = Oklab.From(color);
            weight += pixels;
            (l, a, b) = (l + (pixels * point.L), a + (pixels * point.A), b + (pixels * point.B));
        }

        return new Oklab(l / weight, a / weight, b / weight);
    }

    /// <summary>One run of k-means. Centre 0 is the background and does not move.</summary>
    private sealed class Clustering(Oklab[] points, double[] weights, Oklab background, PhiloxRandom random)
    {
        private double[] _distances = [.. points.Select(p => p.SquaredDistanceTo(background))];
        private int[] _nearest = new int[points.Length];
        private PhiloxRandom _random = random;

        public Oklab[] Run(int count, int swaps, CancellationToken cancellationToken)
        {
            Oklab[] centers = Seed(count);
            double error = Iterate(centers, MaxIterations, cancellationToken);
            for (int swap = 0; swap < swaps; swap++)
            {
                Oklab[] trial = [.. centers];
                trial[1 + _random.NextInt32(count - 1)] = points[SamplePoint()];
                (double[] Distances, int[] Nearest) before = (_distances, _nearest);
                (_distances, _nearest) = ([.. _distances], [.. _nearest]);
                double trialError = Iterate(trial, SwapIterations, cancellationToken);
                if (trialError < error) (centers, error) = (trial, trialError);
                else (_distances, _nearest) = before;
            }

            Iterate(centers, MaxIterations, cancellationToken);
            return centers;
        }

        /// <summary>Runs Lloyd iterations until the assignment is stable or the maximum is reached.</summary>
        /// <returns>The error: the sum of squared distances, weighted by pixels.</returns>
        private double Iterate(Oklab[] centers, int rounds, CancellationToken cancellationToken)
        {
            bool changed = Assign(centers);
            for (int i = 0; i < rounds && (changed || i == 0); i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Move(centers);
                changed = Assign(centers);
            }

            double error = 0;
            for (int i = 0; i < points.Length; i++) error += weights[i] * _distances[i];
            return error;
        }

        private Oklab[] Seed(int count)
        {
            var centers = new Oklab[count];
            centers[0] = background;
            double[] best = new double[points.Length], trial = new double[points.Length];
            for (int k = 1; k < count; k++)
            {
                double least = double.PositiveInfinity;
                for (int candidate = 0; candidate < Candidates; candidate++)
                {
                    Oklab point = points[SamplePoint()];
                    double error = 0;
                    for (int i = 0; i < points.Length; i++)
                    {
                        trial[i] = Math.Min(_distances[i], points[i].SquaredDistanceTo(point));
                        error += weights[i] * trial[i];
                    }

                    if (error >= least) continue;
                    (least, centers[k]) = (error, point);
                    (best, trial) = (trial, best);
                }

                best.CopyTo(_distances, 0);
            }

            return centers;
        }

        /// <summary>Samples a point with a probability proportional to its weight and its squared distance to the nearest centre.</summary>
        private int SamplePoint()
        {
            double total = 0;
            for (int i = 0; i < points.Length; i++) total += weights[i] * _distances[i];
            double left = _random.NextDouble() * total;
            int last = 0;
            for (int i = 0; i < points.Length; i++)
            {
                double mass = weights[i] * _distances[i];
                if (mass <= 0) continue;
                last = i;
                left -= mass;
                if (left < 0) break;
            }

            return last;
        }

        /// <summary>Assigns each point to its nearest centre, or the first of equally near ones.</summary>
        /// <returns>Whether an assignment changed.</returns>
        private bool Assign(Oklab[] centers)
        {
            bool changed = false;
            for (int i = 0; i < points.Length; i++)
            {
                Oklab point = points[i];
                int nearest = 0;
                double least = double.PositiveInfinity;
                for (int k = 0; k < centers.Length; k++)
                {
                    double distance = point.SquaredDistanceTo(centers[k]);
                    if (distance < least) (least, nearest) = (distance, k);
                }

                changed |= nearest != _nearest[i];
                (_nearest[i], _distances[i]) = (nearest, least);
            }

            return changed;
        }

        /// <summary>Moves each centre to the mean of its points. A centre without points moves to the point with the largest error.</summary>
        private void Move(Oklab[] centers)
        {
            double[] weight = new double[centers.Length];
            var sums = new Oklab[centers.Length];
            for (int i = 0; i < points.Length; i++)
            {
                int k = _nearest[i];
                weight[k] += weights[i];
                sums[k] = new Oklab(sums[k].L + (weights[i] * points[i].L), sums[k].A + (weights[i] * points[i].A), sums[k].B + (weights[i] * points[i].B));
            }

            for (int k = 1; k < centers.Length; k++)
            {
                if (weight[k] > 0)
                {
                    centers[k] = new Oklab(sums[k].L / weight[k], sums[k].A / weight[k], sums[k].B / weight[k]);
                    continue;
                }

                int worst = 0;
                for (int i = 1; i < points.Length; i++)
                {
                    if (weights[i] * _distances[i] > weights[worst] * _distances[worst]) worst = i;
                }

                centers[k] = points[worst];
                _distances[worst] = 0;
            }
        }
    }
}
