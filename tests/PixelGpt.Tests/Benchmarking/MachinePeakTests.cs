using PixelGpt.Benchmarking;

namespace PixelGpt.Tests.Benchmarking;

public class MachinePeakTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void PeakIsPlausible(int threads) =>
        // From an emulated processor to more than current cores reach.
        Assert.InRange(MachinePeak.MeasureGigaflops(threads), 0.01, 2000);
}
