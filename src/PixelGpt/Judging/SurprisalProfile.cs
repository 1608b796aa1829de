using PixelGpt.Numerics;

namespace PixelGpt.Judging;

/// <summary>
/// Computes the input of a judge: a vector that summarises the surprisal of a picture's pixels under a transformer trained
/// on the data set. A splice has high surprisal in one row, a model's completion has low surprisal after its prompt, and
/// wrong colours have high surprisal everywhere. The method is similar to GLTR (Gehrmann, Strobelt and Rush 2019) for text.
/// </summary>
internal sealed class SurprisalProfile
{
    private const int Channels = 4;
    private const int Summaries = 14;

    /// <summary>Less probable colours are skipped: they do not change the entropy noticeably, and each costs a logarithm.</summary>
    private const float Negligible = 1e-8f;

    /// <summary>The quantiles, from the top, of the single-pixel values that are part of the profile.</summary>
    private static readonly double[] Ranks = [0, 0.0075, 0.025, 0.075, 0.2];

    private readonly int _width;
    private readonly int _height;
    private readonly int _promptRows;
    private readonly double[] _rows;
    private readonly double[] _sorted;
    private readonly double[] _surprisal;
    private readonly double[] _excess;

    /// <summary>Allocates buffers for pictures of one size.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="promptFraction">The prompt fraction; the rows above and below the end of the prompt are also averaged separately.</param>
    public SurprisalProfile(int width, int height, double promptFraction)
    {
        (_width, _height) = (width, height);
        _promptRows = Math.Clamp((int)Math.Round(promptFraction * height), 1, Math.Max(1, height - 1));
        _rows = new double[height];
        _sorted = new double[height];
        _surprisal = new double[width * height];
        _excess = new double[width * height];
    }

    /// <summary>The length of a profile.</summary>
    public int Length => LengthFor(_height);

    /// <summary>Returns the length of the profiles of pictures with a number of rows.</summary>
    public static int LengthFor(int height) => (Channels * (height + Summaries)) + (2 * Ranks.Length);

    /// <summary>
    /// Computes a profile. It contains four channels of row means: surprisal, entropy, surprisal minus entropy, and the
    /// fraction of pixels with the most probable colour. They are followed by summaries of each channel: mean, standard
    /// deviation, the means above and below the end of the prompt, the largest steps and the extremes. The last values are the
    /// highest surprisals of single pixels, in nats and in standard deviations from the entropy.
    /// </summary>
    /// <param name="distributions">The model's distributions for the pixels from the second on, [area − 1, colours].</param>
    /// <param name="pixels">The pixels of the picture.</param>
    /// <param name="profile">Receives the profile.</param>
    public void Compute(MatrixSpan distributions, ReadOnlySpan<int> pixels, Span<double> profile)
    {
        Span<double> channels = stackalloc double[Channels];
        profile.Clear();
        for (int i = 1; i < pixels.Length; i++)
        {
            ReadOnlySpan<float> distribution = distributions.Data.Slice((i - 1) * distributions.RowStride, distributions.Columns);
            Measure(distribution, pixels[i], channels, out _excess[i]);
            _surprisal[i] = channels[0];
            for (int c = 0; c < Channels; c++) profile[(c * _height) + (i / _width)] += channels[c] / _width;
        }

        int at = Channels * _height;
        for (int c = 0; c < Channels; c++) at = Summarize(profile.Slice(c * _height, _height), profile, at);
        foreach (double[] values in (double[][])[_surprisal, _excess])
        {
            Array.Sort(values);
            foreach (double rank in Ranks) profile[at++] = values[^(1 + (int)(rank * values.Length))];
            Array.Clear(values);
        }
    }

    /// <summary>Computes the channels of one pixel, and its surprisal minus entropy in standard deviations.</summary>
    private static void Measure(ReadOnlySpan<float> distribution, int pixel, Span<double> channels, out double excess)
    {
        double entropy = 0, square = 0;
        float greatest = 0;
        foreach (float p in distribution)
        {
            if (p < Negligible) continue;
            double surprisal = -Math.Log(p);
            entropy += p * surprisal;
            square += p * surprisal * surprisal;
            greatest = Math.Max(greatest, p);
        }

        channels[0] = -Math.Log(Math.Max(distribution[pixel], 1e-30));
        channels[1] = entropy;
        channels[2] = channels[0] - entropy;
        channels[3] = distribution[pixel] >= greatest ? 1 : 0;
        excess = channels[2] / Math.Sqrt(Math.Max(0, square - (entropy * entropy)) + 0.05);
    }

    /// <summary>Appends the summaries of a channel.</summary>
    /// <returns>The index after the appended values.</returns>
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

        ReadOnlySpan<double> summaries =
        [
            mean, Math.Sqrt(_rows.Average(r => (r - mean) * (r - mean))), above, below, below - above, rise, fall,
            double.IsFinite(highest) ? highest : 0, double.IsFinite(lowest) ? lowest : 0,
            Ranked(0), Ranked(1), Ranked(2), Ranked(4), _sorted[0],
        ];
        summaries.CopyTo(profile[at..]);
        return at + Summaries;
    }

    private double Mean(int first, int end)
    {
        double sum = 0;
        for (int row = first; row < end; row++) sum += _rows[row];
        return sum / Math.Max(1, end - first);
    }

    /// <summary>Returns the row value with a rank, 0 for the highest.</summary>
    private double Ranked(int rank) => _sorted[Math.Max(0, _height - 1 - rank)];
}
