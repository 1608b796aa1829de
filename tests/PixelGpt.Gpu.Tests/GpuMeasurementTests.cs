using PixelGpt.Gpu.Measuring;
using PixelGpt.Gpu.Tests.Infrastructure;

namespace PixelGpt.Gpu.Tests;

[Collection(EmulatedDevice.Collection)]
public class GpuMeasurementTests(EmulatedDevice device)
{
    [Fact]
    public void Peak_parity_and_speed_are_measured()
    {
        var measurement = new GpuMeasurement(device.Fast, new PictureSize(3, 2, 100), seconds: 0.001, batch: 2);
        double peak = measurement.MeasurePeak();
        Assert.True(peak > 0);
        GpuParity parity = measurement.CompareWithProcessor();
        Assert.True(parity is { Logits: < 1e-4, Gradient: < 1e-3, IsRepeatable: true }, parity.ToString());
        GpuSpeed speed = measurement.Measure(1, 32, peak);
        Assert.True(speed is { Layers: 1, HiddenSize: 32, SecondsPerEpoch: > 0, ShareOfPeak: > 0, CompletionsPerSecond: > 0 }, speed.ToString());
    }
}
