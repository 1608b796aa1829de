using PixelGpt.Imaging;
using PixelGpt.Imaging.Resizing;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Imaging;

public sealed class ResizeFilterTests
{
    private static readonly Rgba Black = new(0, 0, 0), White = new(255, 255, 255), Red = new(255, 0, 0);

    public static TheoryData<string> Names => [.. ResizeFilters.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_size_changes_nothing_and_an_integer_scale_returns_the_original(string name)
    {
        var random = new PhiloxRandom(1);
        var image = new PixelImage(7, 5);
        foreach (ref Rgba pixel in image.Pixels) pixel = new Rgba((byte)random.NextInt32(256), (byte)random.NextInt32(256), (byte)random.NextInt32(256));
        IResizeFilter filter = ResizeFilters.Find(name);
        Assert.Equal(image.Pixels.ToArray(), filter.Resize(image, 7, 5).Pixels.ToArray());
        Assert.Equal(image.Pixels.ToArray(), filter.Resize(PixelScaleTests.Enlarge(image, 3), 7, 5).Pixels.ToArray());
    }

    [Fact]
    public void The_box_filter_averages_linear_light_by_area()
    {
        PixelImage image = Of(3, 1, White, Black, Black);
        PixelImage small = ResizeFilters.Find("box").Resize(image, 2, 1);
        // Two thirds of the left half are white, and nothing of the right half.
        Assert.Equal(new Rgba(Srgb.FromLinear(2.0 / 3), Srgb.FromLinear(2.0 / 3), Srgb.FromLinear(2.0 / 3)), small[0, 0]);
        Assert.Equal(Black, small[1, 0]);
    }

    [Fact]
    public void Transparent_pixels_do_not_contribute_to_the_colour_of_a_box()
    {
        PixelImage small = ResizeFilters.Find("box").Resize(Of(2, 1, Red, new Rgba(0, 255, 0, 0)), 1, 1);
        Assert.Equal(new Rgba(255, 0, 0, 128), small[0, 0]);
        Assert.Equal(default, ResizeFilters.Find("box").Resize(new PixelImage(4, 4), 2, 2)[1, 1]);
    }

    [Fact]
    public void Majority_takes_the_most_frequent_and_nearest_the_centre_pixel()
    {
        PixelImage image = Of(5, 1, Red, Red, Black, White, White);
        Assert.Equal([Red, White], ResizeFilters.Find("majority").Resize(Of(4, 1, Red, Red, White, White), 2, 1).Pixels.ToArray());
        Assert.Equal(Red, ResizeFilters.Find("majority").Resize(image, 1, 1)[0, 0]);
        Assert.Equal(Black, ResizeFilters.Find("nearest").Resize(image, 1, 1)[0, 0]);
        // Fully transparent pixels count as one colour, regardless of their channels.
        Assert.Equal(default, ResizeFilters.Find("majority").Resize(Of(5, 1, Red, Red, new Rgba(1, 1, 1, 0), new Rgba(2, 2, 2, 0), default), 1, 1)[0, 0]);
    }

    [Fact]
    public void An_unknown_filter_is_an_error_that_lists_the_filters() =>
        Assert.Contains("box, nearest, majority", Assert.Throws<InputException>(() => ResizeFilters.Find("cubic")).Message, StringComparison.Ordinal);

    private static PixelImage Of(int width, int height, params Rgba[] pixels)
    {
        var image = new PixelImage(width, height);
        pixels.CopyTo(image.Pixels);
        return image;
    }
}
