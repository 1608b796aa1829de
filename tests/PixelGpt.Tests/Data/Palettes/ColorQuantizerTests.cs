using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Imaging;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Data.Palettes;

public sealed class ColorQuantizerTests
{
    private static readonly Rgb White = new(255, 255, 255);

    [Fact]
    public void Few_colours_are_unchanged_with_the_background_first()
    {
        ColorCount[] colors = [new(new Rgb(9, 9, 9), 5), new(White, 1), new(new Rgb(200, 0, 0), 7)];
        Assert.Equal([White, new Rgb(200, 0, 0), new Rgb(9, 9, 9)], ColorQuantizer.Quantize(colors, White, 3, seed: 0).Colors.ToArray());
        Assert.Equal(default, ColorDifference.Of(colors, ColorQuantizer.Quantize(colors, White, 4, seed: 0)) with { Pixels = 0 });
    }

    [Fact]
    public void A_single_foreground_colour_is_the_mean_weighted_by_pixels()
    {
        Rgb one = new(0, 0, 0), two = new(60, 0, 0);
        Palette palette = ColorQuantizer.Quantize([new(one, 3), new(two, 1)], White, 2, seed: 0);
        (Oklab a, Oklab b) = (Oklab.From(one), Oklab.From(two));
        Assert.Equal([White, new Oklab(((3 * a.L) + b.L) / 4, ((3 * a.A) + b.A) / 4, ((3 * a.B) + b.B) / 4).ToRgb()], palette.Colors.ToArray());
    }

    [Fact]
    public void Separate_clusters_are_found()
    {
        Rgb[] centers = [new(220, 40, 40), new(40, 180, 40), new(50, 60, 220), new(30, 30, 30), new(240, 220, 60)];
        ColorCount[] colors = [.. centers.SelectMany(c => Enumerable.Range(-3, 7).Select(d => new ColorCount(new Rgb((byte)(c.R + d), (byte)(c.G - d), (byte)(c.B + (d / 2))), 10)))];
        for (ulong seed = 0; seed < 5; seed++)
        {
            Palette palette = ColorQuantizer.Quantize(colors, White, 6, seed);
            Assert.Equal(6, palette.Count);
            Assert.All(centers, c => Assert.InRange(Oklab.From(c).DistanceTo(Oklab.From(palette[palette.NearestIndex(c)])), 0, 0.01));
        }
    }

    [Fact]
    public void Small_cases_are_close_to_the_optimum()
    {
        var random = new PhiloxRandom(5);
        for (int trial = 0; trial < 8; trial++)
        {
            ColorCount[] colors = [.. Enumerable.Range(0, 7).Select(_ => new ColorCount(new Rgb((byte)random.NextInt32(256), (byte)random.NextInt32(256), (byte)random.NextInt32(200)), 1 + random.NextInt32(9)))];
            double found = SquaredError(colors, ColorQuantizer.Quantize(colors, White, 4, seed: 1));
            // Rounding to 8 bits per channel may increase the error slightly.
            Assert.InRange(found, 0, (BestError(colors) * 1.001) + 1e-4);
        }
    }

    [Fact]
    public void The_palette_depends_on_the_seed_and_not_on_the_order_of_colours()
    {
        ColorCount[] colors = Cloud(2000);
        Palette palette = ColorQuantizer.Quantize(colors, White, 24, seed: 3);
        Assert.Equal(palette.Colors.ToArray(), ColorQuantizer.Quantize(colors.Reverse(), White, 24, seed: 3).Colors.ToArray());
        Assert.Equal((24, White), (palette.Count, palette[0]));
        Assert.Equal(palette.Colors.Length, palette.Colors.Distinct().Count());
        Assert.Equal(palette.Colors.Skip(1).OrderByDescending(c => Oklab.From(c).L), palette.Colors.Skip(1));
    }

    [Fact]
    public void More_colours_reduce_the_reported_error()
    {
        ColorCount[] colors = Cloud(3000);
        double[] errors = [.. new[] { 4, 16, 64 }.Select(n => ColorDifference.Of(colors, ColorQuantizer.Quantize(colors, White, n, seed: 0)).Mean)];
        Assert.True(errors[0] > errors[1] && errors[1] > errors[2]);
        var palette = new Palette([White, new Rgb(0, 0, 0)]);
        ColorDifference difference = ColorDifference.Of([new(White, 6), new(new Rgb(250, 250, 250), 2)], palette);
        double step = 1 - Oklab.From(new Rgb(250, 250, 250)).L;
        Assert.Equal((8, 2), (difference.Pixels, difference.Changed));
        Assert.Equal(step, difference.Max, 5);
        Assert.Equal(step / 4, difference.Mean, 5);
    }

    [Fact]
    public void Very_many_colours_are_merged_before_clustering()
    {
        ColorCount[] colors = [.. Enumerable.Range(0, 40_000).Select(i => new ColorCount(new Rgb((byte)i, (byte)(i >> 8), (byte)(i * 31)), 1))];
        Palette palette = ColorQuantizer.Quantize(colors, White, 8, seed: 0);
        Assert.Equal(8, palette.Count);
        Assert.InRange(ColorDifference.Of(colors, palette).Mean, 0.01, 0.2);
    }

    [Fact]
    public void Quantize_stops_when_cancelled() => Assert.Throws<OperationCanceledException>(() => ColorQuantizer.Quantize(Cloud(100), White, 4, 0, new CancellationToken(canceled: true)));

    private static ColorCount[] Cloud(int count)
    {
        var random = new PhiloxRandom(11);
        return [.. Enumerable.Range(0, count).Select(_ => new Rgb((byte)random.NextInt32(256), (byte)random.NextInt32(256), (byte)random.NextInt32(256))).Distinct().Select(c => new ColorCount(c, 1 + (c.R % 5)))];
    }

    private static double SquaredError(ColorCount[] colors, Palette palette) =>
        colors.Sum(c => c.Pixels * Oklab.From(c.Color).SquaredDistanceTo(Oklab.From(palette[palette.NearestIndex(c.Color)])));

    /// <summary>The smallest error of all partitions into the background and three groups that are represented by their means.</summary>
    private static double BestError(ColorCount[] colors)
    {
        Oklab[] points = [.. colors.Select(c => Oklab.From(c.Color))];
        double best = double.PositiveInfinity;
        for (int code = 0; code < 1 << (2 * points.Length); code++)
        {
            double error = 0;
            for (int group = 0; group < 4 && error < best; group++)
            {
                int[] members = [.. Enumerable.Range(0, points.Length).Where(i => ((code >> (2 * i)) & 3) == group)];
                if (members.Length == 0) continue;
                double weight = members.Sum(i => (double)colors[i].Pixels);
                Oklab mean = group == 0
                    ? Oklab.From(White)
                    : new Oklab(members.Sum(i => colors[i].Pixels * points[i].L) / weight, members.Sum(i => colors[i].Pixels * points[i].A) / weight, members.Sum(i => colors[i].Pixels * points[i].B) / weight);
                error += members.Sum(i => colors[i].Pixels * points[i].SquaredDistanceTo(mean));
            }

            best = Math.Min(best, error);
        }

        return best;
    }
}
