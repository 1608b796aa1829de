using PixelGpt.Judging.Measures;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Judging;

/// <summary>Measures of judges, compared with their definitions and known values.</summary>
public class MeasuresTests
{
    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(7, 13, 4)]
    [InlineData(40, 25, 9)]
    [InlineData(30, 30, 1000)]
    public void Area_is_the_fraction_of_ordered_pairs_with_ties_counted_half(int reals, int others, int distinct)
    {
        var random = new PhiloxRandom(1, (ulong)distinct);
        double[] real = new double[reals], other = new double[others];
        foreach (ref double score in real.AsSpan()) score = random.NextInt32(distinct) + 0.3;
        foreach (ref double score in other.AsSpan()) score = random.NextInt32(distinct) + (distinct > 100 ? 0 : 0.3);
        double expected = real.Average(r => other.Average(o => r > o ? 1 : r == o ? 0.5 : 0));
        Assert.Equal(expected, RocCurve.Area(real, other), 1e-12);
        Assert.Equal(1 - expected, RocCurve.Area(other, real), 1e-12);
    }

    [Fact]
    public void Area_rejects_empty_lists_and_NaN()
    {
        Assert.Throws<ArgumentException>(() => RocCurve.Area([], [1]));
        Assert.Throws<ArgumentException>(() => RocCurve.Area([1], []));
        Assert.Throws<ArgumentException>(() => RocCurve.Area([1], [double.NaN]));
    }

    [Theory]
    [InlineData(0.9, 0.1, 0.9)]
    [InlineData(0.85, 0.1, 0.9)]
    [InlineData(1.0, 0.0, 1.0)]
    [InlineData(0.01, 0.9, 0.1)]
    public void ThresholdFor_is_the_highest_score_that_the_fraction_reaches(double fraction, double expected, double reached)
    {
        double[] scores = [.. Enumerable.Range(0, 10).Select(i => ((i * 7) % 10) / 10.0)];
        double threshold = RocCurve.ThresholdFor(scores, fraction);
        Assert.Equal(expected, threshold);
        Assert.Equal(reached, RocCurve.FractionReaching(scores, threshold), 1e-12);
    }

    [Theory]
    [InlineData(10, 10, 0.7224672, 1.0)]
    [InlineData(0, 10, 0.0, 0.2775328)]
    [InlineData(40, 80, 0.3929742, 0.6070258)]
    [InlineData(1, 1, 0.2065493, 1.0)]
    public void WilsonInterval_solves_its_equation(int successes, int trials, double low, double high)
    {
        // The ends are the rates p with (k/n − p)² = z² p (1 − p) / n.
        (double from, double to) = WilsonInterval.Of(successes, trials);
        Assert.Equal(low, from, 1e-6);
        Assert.Equal(high, to, 1e-6);
        foreach (double p in (double[])[from, to])
        {
            if (p is > 0.001 and < 0.999) Assert.Equal(Math.Pow(((double)successes / trials) - p, 2), 1.959963984540054 * 1.959963984540054 * p * (1 - p) / trials, 1e-9);
        }
    }

    [Fact]
    public void Calibration_compares_probabilities_with_frequencies()
    {
        // Four pictures with probability 80 %, of which three are real, and four with 20 %, of which none is real.
        double logit = Math.Log(4);
        ScoredPicture[] pictures = [.. Enumerable.Range(0, 8).Select(i => new ScoredPicture(i < 4 ? logit : -logit, i < 3 ? 1 : 0, 1))];
        var calibration = Calibration.Of(pictures);
        Assert.Equal((0.5 * 0.05) + (0.5 * 0.2), calibration.ExpectedCalibrationError, 1e-12);
        Assert.Equal(((3 * 0.04) + 0.64 + (4 * 0.04)) / 8, calibration.BrierScore, 1e-12);
        Assert.Equal(-((7 * Math.Log(0.8)) + Math.Log(0.2)) / 8, calibration.CrossEntropy, 1e-12);
        Assert.Equal(2, calibration.Reliability.Count);
        Assert.Equal((0.0, 0.75), (calibration.Reliability[0].Real, calibration.Reliability[1].Real));
        Assert.Equal(1, calibration.Reliability.Sum(b => b.Fraction), 1e-12);
    }

    [Fact]
    public void Probabilities_of_0_and_1_do_not_overflow_and_1_is_in_the_last_bin()
    {
        var calibration = Calibration.Of([new ScoredPicture(1000, 1, 1), new ScoredPicture(-1000, 0, 1)]);
        Assert.Equal((0.0, 0.0), (calibration.ExpectedCalibrationError, calibration.CrossEntropy));
        Assert.Equal(1.0, calibration.Reliability[^1].To);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(4)]
    public void Fit_finds_the_factor_that_logits_were_multiplied_by(double factor)
    {
        // The weights make the logits exactly calibrated before they are multiplied.
        var pictures = new List<ScoredPicture>();
        for (double logit = -3; logit <= 3; logit += 0.5)
        {
            pictures.Add(new ScoredPicture(logit * factor, 1, BinaryLoss.Sigmoid(logit)));
            pictures.Add(new ScoredPicture(logit * factor, 0, 1 - BinaryLoss.Sigmoid(logit)));
        }

        Assert.Equal(factor, TemperatureScaling.Fit(pictures), 1e-3);
    }

    [Fact]
    public void Balanced_assigns_half_of_the_weight_to_each_label()
    {
        ScoredPicture[] pictures = ScoredPicture.Balanced([1, 2, 3], [0]);
        Assert.Equal(0.5, pictures.Where(p => p.Label == 1).Sum(p => p.Weight), 1e-12);
        Assert.Equal(0.5, pictures.Where(p => p.Label == 0).Sum(p => p.Weight), 1e-12);
    }
}
