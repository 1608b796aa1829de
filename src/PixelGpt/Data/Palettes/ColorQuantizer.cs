using PixelGpt.Imaging;
using PixelGpt.Numerics;

namespace PixelGpt.Data.Palettes;

/// <summary>
/// Finds few colours for many: k-means in <see cref="Oklab"/>, each colour weighing as many pixels as have it, begun by
/// k-means++ (Arthur and Vassilvitskii 2007) in its greedy form, which tries a few colours for every place and takes the
/// best, and bettered by random swaps (Fränti 2018): a center is put elsewhere, and stays there if that helps. The
/// background stays itself. The same colours, number and seed give the same palette.
/// </summary>
public static class ColorQuantizer
{
    /// <summary>The most different colours that are looked at one by one; of more, those that share their five highest bits a channel are taken together first.</summary>
    private const int MaxPoints = 1 << 15;

    private const int MaxIterations = 60;
    private const int Candidates = 4;

    /// <summary>Rounds that follow a swap before it is judged.</summary>
    private const int SwapIterations = 2;

    /// <summary>Distances that may be computed for swaps, a few times over: about a second's worth.</summary>
    private const long SwapWork = 1 << 26;
    private const int MinSwaps = 4;
    private const int MaxSwaps = 256;

    /// <summary>Chooses a palette.</summary>
    /// <param name="colors">The colours of the pictures; the order does not matter.</param>
    /// <param name="background">The colour of index 0.</param>
    /// <param name="count">The most colours the palette may have, the background among them; at least 2.</param>
    /// <param name="seed">What chance follows from.</param>
    /// <param name="cancellationToken">Stops between two rounds.</param>
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

    /// <summary>A palette with the background first and the other colours from light to dark, each once.</summary>
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

    /// <summary>One run of k-means. Center 0 is the background and does not move.</summary>
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
                trial[1 + _random.NextInt32(count - 1)] = points[Draw()];
                (double[] Distances, int[] Nearest) before = (_distances, _nearest);
                (_distances, _nearest) = ([.. _distances], [.. _nearest]);
                double trialError = Iterate(trial, SwapIterations, cancellationToken);
                if (trialError < error) (centers, error) = (trial, trialError);
                else (_distances, _nearest) = before;
            }

            Iterate(centers, MaxIterations, cancellationToken);
            return centers;
        }

        /// <summary>Lloyd's rounds, until nothing changes or there were enough.</summary>
        /// <returns>The error: squared distances as pixels weigh.</returns>
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
                    Oklab point = points[Draw()];
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

        /// <summary>A point, the likelier the farther it is from every center and the more it weighs.</summary>
        private int Draw()
        {
            double total = 0;
            for (int i = 0; i < points.Length; i++) total += weights[i] * _distances[i];
            double left = _random.NextDouble() * total;
            int last = 0;
            for (int i = 0; i < points.Length; i++)
            {
                double share = weights[i] * _distances[i];
                if (share <= 0) continue;
                last = i;
                left -= share;
                if (left < 0) break;
            }

            return last;
        }

        /// <summary>Gives each point its nearest center, the first of equals.</summary>
        /// <returns>Whether any changed.</returns>
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

        /// <summary>Moves each center to the mean of its points; one that has none goes to the point that is worst off.</summary>
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
