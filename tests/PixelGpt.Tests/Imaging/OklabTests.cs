using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Imaging;

namespace PixelGpt.Tests.Imaging;

public sealed class OklabTests
{
    /// <summary>The values of examples and named colours in CSS Color 4 (w3.org/TR/css-color-4).</summary>
    [Theory]
    [InlineData(255, 255, 255, 1.0, 0.0, 0.0)]
    [InlineData(0, 0, 0, 0.0, 0.0, 0.0)]
    [InlineData(255, 0, 0, 0.62796, 0.22486, 0.12585)]
    [InlineData(0, 255, 0, 0.86644, -0.23389, 0.17950)]
    [InlineData(0, 0, 255, 0.45201, -0.03246, -0.31153)]
    [InlineData(0, 128, 0, 0.51975, -0.14030, 0.10768)]
    [InlineData(102, 51, 153, 0.44027, 0.08818, -0.13386)]
    public void From_matches_published_values(byte r, byte g, byte b, double lightness, double a, double bb)
    {
        var color = Oklab.From(new Rgb(r, g, b));
        Assert.Equal(lightness, color.L, 0.00002);
        Assert.Equal(a, color.A, 0.00002);
        Assert.Equal(bb, color.B, 0.00002);
    }

    [Fact]
    public void ToRgb_inverts_From_for_every_colour() => Prop.ForAll(Colors().ToArbitrary(), color => Oklab.From(color).ToRgb() == color).QuickCheckThrowOnFailure();

    [Fact]
    public void Grey_has_no_hue_and_colours_outside_sRGB_are_clamped()
    {
        for (int v = 0; v < 256; v++)
        {
            var grey = Oklab.From(new Rgb((byte)v, (byte)v, (byte)v));
            Assert.InRange(Math.Max(Math.Abs(grey.A), Math.Abs(grey.B)), 0, 1e-6);
        }

        Assert.Equal(new Rgb(255, 255, 255), new Oklab(1.5, 0, 0).ToRgb());
        Assert.Equal(new Rgb(0, 0, 0), new Oklab(-1, 0, 0).ToRgb());
    }

    [Fact]
    public void DistanceTo_is_a_metric()
    {
        Assert.Equal(1, Oklab.From(new Rgb(0, 0, 0)).DistanceTo(Oklab.From(new Rgb(255, 255, 255))), 6);
        Prop.ForAll(Colors().Three().ToArbitrary(), colors =>
        {
            (Oklab a, Oklab b, Oklab c) = (Oklab.From(colors.Item1), Oklab.From(colors.Item2), Oklab.From(colors.Item3));
            return a.DistanceTo(a) == 0 && a.DistanceTo(b) == b.DistanceTo(a) && a.DistanceTo(c) <= a.DistanceTo(b) + b.DistanceTo(c) + 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void ToLinear_and_FromLinear_follow_the_sRGB_transfer_function()
    {
        Assert.Equal(0.2140, Srgb.ToLinear(127) + (0.5 * (Srgb.ToLinear(128) - Srgb.ToLinear(127))), 0.0005);
        for (int v = 0; v < 256; v++) Assert.Equal(v, Srgb.FromLinear(Srgb.ToLinear((byte)v)));
        Assert.Equal((0, 255), (Srgb.FromLinear(-1), Srgb.FromLinear(2)));
    }

    private static Gen<Rgb> Colors() =>
        from r in Gen.Choose(0, 255)
        from g in Gen.Choose(0, 255)
        from b in Gen.Choose(0, 255)
        select new Rgb((byte)r, (byte)g, (byte)b);
}
