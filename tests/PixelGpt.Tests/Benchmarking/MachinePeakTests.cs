using PixelGpt.Benchmarking;

namespace PixelGpt.Tests.Benchmarking;

public class MachinePeakTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void APeakIsWhatAProcessorCanDo(int threads) =>
        // From an emulated one to more than any core of today has.
        Assert.InRange(MachinePeak.MeasureGigaflops(threads), 0.01, 2000);
}
