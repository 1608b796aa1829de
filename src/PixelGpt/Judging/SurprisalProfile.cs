using PixelGpt.Numerics;

namespace PixelGpt.Judging;

/// <summary>
/// Where and how much a picture surprises a transformer that has learned to draw the data set, as a row of numbers: what
/// a judge looks at. A seam surprises once and at one row; a completion of a model surprises too little below its
/// beginning; wrong colours surprise everywhere. (What a model expects of a text has long told who wrote it: Gehrmann,
/// Strobelt and Rush 2019, GLTR.)
/// </summary>
internal sealed class SurprisalProfile
{
    private const int Channels = 4;
    private const int Summaries = 14;

    /// <summary>Less likely colours add nothing to an expectation that a judge could see, but each costs a logarithm.</summary>
    private const float Negligible = 1e-8f;

    /// <summary>Ranks among a picture's pixels, as shares of them, whose surprise is kept.</summary>
    private static readonly double[] Ranks = [0, 0.0075, 0.025, 0.075, 0.2];

    private readonly int _width;
    private readonly int _height;
    private readonly int _promptRows;
    private readonly double[] _rows;
    private readonly double[] _sorted;
    private readonly double[] _surprise;
    private readonly double[] _excess;

    /// <summary>Makes room for pictures of one size.</summary>
    /// <param name="width">Pixels a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="promptFraction">The share of a picture that prompts keep: what is above and below it is summed up apart.</param>
    public SurprisalProfile(int width, int height, double promptFraction)
    {
        (_width, _height) = (width, height);
        _promptRows = Math.Clamp((int)Math.Round(promptFraction * height), 1, Math.Max(1, height - 1));
        _rows = new double[height];
        _sorted = new double[height];
        _surprise = new double[width * height];
        _excess = new double[width * height];
    }

    /// <summary>How many numbers there are.</summary>
    public int Length => LengthFor(_height);

    /// <summary>How many numbers there are for pictures of so many rows.</summary>
    public static int LengthFor(int height) => (Channels * (height + Summaries)) + (2 * Ranks.Length);

    /// <summary>
    /// Computes the profile. Row by row, on average over its pixels: the surprise −log p, the expected surprise (the
    /// entropy), the one less the other, and the share of pixels that are the likeliest colour. Of each of these over all
    /// rows: mean, deviation, extremes, what is above and below the prompt's end, the greatest steps. At last the
    /// greatest surprises of single pixels, as they are and in deviations from what was expected.
    /// </summary>
    /// <param name="distributions">The distribution of each of pixels 1 to the last given those before it: [area − 1, colours].</param>
    /// <param name="pixels">The picture.</param>
    /// <param name="profile">Gets the numbers.</param>
    public void Compute(MatrixSpan distributions, ReadOnlySpan<int> pixels, Span<double> profile)
    {
        Span<double> channels = stackalloc double[Channels];
        profile.Clear();
        for (int i = 1; i < pixels.Length; i++)
        {
            ReadOnlySpan<float> distribution = distributions.Data.Slice((i - 1) * distributions.RowStride, distributions.Columns);
            Measure(distribution, pixels[i], channels, out _excess[i]);
            _surprise[i] = channels[0];
            for (int c = 0; c < Channels; c++) profile[(c * _height) + (i / _width)] += channels[c] / _width;
        }

        int at = Channels * _height;
        for (int c = 0; c < Channels; c++) at = Summarize(profile.Slice(c * _height, _height), profile, at);
        foreach (double[] values in (double[][])[_surprise, _excess])
        {
            Array.Sort(values);
            foreach (double rank in Ranks) profile[at++] = values[^(1 + (int)(rank * values.Length))];
            Array.Clear(values);
        }
    }

    /// <summary>A pixel's surprise, what was expected, the one less the other, and whether it is the likeliest; and the difference in standard deviations.</summary>
    private static void Measure(ReadOnlySpan<float> distribution, int pixel, Span<double> channels, out double excess)
    {
        double entropy = 0, square = 0;
        float greatest = 0;
        foreach (float p in distribution)
        {
            if (p < Negligible) continue;
            double surprise = -Math.Log(p);
            entropy += p * surprise;
            square += p * surprise * surprise;
            greatest = Math.Max(greatest, p);
        }

        channels[0] = -Math.Log(Math.Max(distribution[pixel], 1e-30));
        channels[1] = entropy;
        channels[2] = channels[0] - entropy;
        channels[3] = distribution[pixel] >= greatest ? 1 : 0;
        excess = channels[2] / Math.Sqrt(Math.Max(0, square - (entropy * entropy)) + 0.05);
    }

    /// <summary>Sums up a channel over the rows.</summary>
    /// <returns>Where the next number goes.</returns>
    private int Summarize(ReadOnlySpan<double> channel, Span<double> profile, int at)
    {
        channel.CopyTo(_rows);
        channel.CopyTo(_sorted);
        Array.Sort(_sorted);
        double mean = _rows.Average(), above = Mean(0, _promptRows), below = Mean(_promptRows, _height);
        double rise = 0, fall = 0, highest = double.NegativeInfinity, lowest = double.PositiveInfinity;
        for (int row = 1; row < _height; row++)
        {
            double step = _rows[row] - _rows[row - 1], contrast = Mean(row, _height) - Mean(0, row);
            (rise, fall) = (Math.Max(rise, step), Math.Min(fall, step));
            if (Math.Min(row, _height - row) < _height / 5) continue;
            (highest, lowest) = (Math.Max(highest, contrast), Math.Min(lowest, contrast));
        }

        ReadOnlySpan<double> numbers =
        [
            mean, Math.Sqrt(_rows.Average(r => (r - mean) * (r - mean))), above, below, below - above, rise, fall,
            double.IsFinite(highest) ? highest : 0, double.IsFinite(lowest) ? lowest : 0,
            Sorted(0), Sorted(1), Sorted(2), Sorted(4), _sorted[0],
        ];
        numbers.CopyTo(profile[at..]);
        return at + Summaries;
    }

    private double Mean(int first, int end)
    {
        double sum = 0;
        for (int row = first; row < end; row++) sum += _rows[row];
        return sum / Math.Max(1, end - first);
    }

    /// <summary>The highest row but so many.</summary>
    private double Sorted(int rank) => _sorted[Math.Max(0, _height - 1 - rank)];
}
