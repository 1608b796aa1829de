using PixelGpt.Models;

namespace PixelGpt.Tests.Models;

public class RopeScalingTests
{
    [Fact]
    public void Linear_divides_frequencies_by_the_factor() => Assert.Equal(0.125f, new LinearRopeScaling(4).Scale(0.5f));

    /// <summary>Computed by hand. With an original length of 800, wavelengths over 800 are scaled and wavelengths under 200 are unchanged.</summary>
    [Theory]
    [InlineData(100, 1)]
    [InlineData(199, 1)]
    [InlineData(400, ((1 - (1 / 3.0)) / 8) + (1 / 3.0))]
    [InlineData(801, 1 / 8.0)]
    [InlineData(100_000, 1 / 8.0)]
    public void Llama3_scales_long_wavelengths_only(double wavelength, double factor)
    {
        float frequency = (float)(2 * Math.PI / wavelength);
        Assert.Equal(factor, new Llama3RopeScaling(8, 1, 4, 800).Scale(frequency) / frequency, 1e-5);
    }
}
