using PixelGpt.Benchmarking;

namespace PixelGpt.Tests.Benchmarking;

public class MeasurementSummaryTests
{
    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 2, 1, 3)]
    [InlineData(new[] { 4.0, 1, 2, 3 }, 2.5, 1, 4)]
    [InlineData(new[] { 5.0 }, 5, 5, 5)]
    public void Of_returns_median_and_range(double[] values, double median, double min, double max) =>
        Assert.Equal(new MeasurementSummary(median, min, max, values.Length), MeasurementSummary.Of(values));

    [Fact]
    public void ToString_returns_unknown_without_measurements() => Assert.Equal("unknown", MeasurementSummary.Of([]).ToString());

    [Theory]
    [InlineData(0.0123, "0.012 (0.006–0.025)")]
    [InlineData(1.5, "1.50 (0.75–3.00)")]
    [InlineData(150, "150 (75–300)")]
    public void ToString_has_about_three_significant_digits(double median, string text) => Assert.Equal(text, new MeasurementSummary(median, median / 2, median * 2, 3).ToString());
}
