using PixelGpt.Data;
using PixelGpt.Imaging;

namespace PixelGpt.Studio.Inference;

/// <summary>Two colours of a palette that look like a third one when they alternate in a pattern (ordered dithering).</summary>
/// <param name="First">The index of the more frequent colour.</param>
/// <param name="Second">The index of the other colour.</param>
/// <param name="Fraction">The fraction of the second colour, 0 to 0.5.</param>
internal readonly record struct ColorMix(int First, int Second, double Fraction)
{
    /// <summary>The weight of the contrast between the two colours, so that a pattern is used only if it is clearly nearer.</summary>
    private const double ContrastWeight = 0.1;

    private const int Side = 4;

    /// <summary>The thresholds of the pattern (Bayer 1973), 0 to 15.</summary>
    private static readonly int[] Thresholds = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

    /// <summary>Returns the mix that is nearest to a colour: the nearest colour of the palette, with another one where that helps.</summary>
    /// <param name="color">The colour.</param>
    /// <param name="palette">The palette.</param>
    public static ColorMix Of(Rgb color, Palette palette)
    {
        int first = palette.NearestIndex(color);
        Oklab wanted = Oklab.From(color), from = Oklab.From(palette[first]);
        var best = new ColorMix(first, first, 0);
        double bestError = wanted.DistanceTo(from);
        for (int second = 0; second < palette.Count; second++)
        {
            var to = Oklab.From(palette[second]);
            double length = from.SquaredDistanceTo(to);
            if (length == 0) continue;
            double along = ((wanted.L - from.L) * (to.L - from.L)) + ((wanted.A - from.A) * (to.A - from.A)) + ((wanted.B - from.B) * (to.B - from.B));
            double fraction = Math.Clamp(along / length, 0, 0.5);
            var mixed = new Oklab(from.L + (fraction * (to.L - from.L)), from.A + (fraction * (to.A - from.A)), from.B + (fraction * (to.B - from.B)));
            double error = wanted.DistanceTo(mixed) + (ContrastWeight * Math.Sqrt(length));
            if (error < bestError) (best, bestError) = (new ColorMix(first, second, fraction), error);
        }

        return best;
    }

    /// <summary>Returns the index of the colour at a position.</summary>
    /// <param name="x">The column.</param>
    /// <param name="y">The row.</param>
    public int At(int x, int y) => (Thresholds[(y % Side * Side) + (x % Side)] + 0.5) / Thresholds.Length < Fraction ? Second : First;
}
