using PixelGpt.Benchmarking;

namespace PixelGpt.Tests.Benchmarking;

public class MachinePeakTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_peak_is_plausible(int threads) =>
        // The lower bound allows for an emulated processor; the upper bound is more than current cores reach.
        Assert.InRange(MachinePeak.MeasureGigaflops(threads), 0.01, 2000);
}
