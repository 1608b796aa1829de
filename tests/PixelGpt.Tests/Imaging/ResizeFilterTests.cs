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
    public void At_its_own_size_nothing_changes_and_a_whole_scale_gives_the_original_back(string name)
    {
        var random = new PhiloxRandom(1);
        var image = new PixelImage(7, 5);
        foreach (ref Rgba pixel in image.Pixels) pixel = new Rgba((byte)random.NextInt32(256), (byte)random.NextInt32(256), (byte)random.NextInt32(256));
        IResizeFilter filter = ResizeFilters.Find(name);
        Assert.Equal(image.Pixels.ToArray(), filter.Resize(image, 7, 5).Pixels.ToArray());
        Assert.Equal(image.Pixels.ToArray(), filter.Resize(PixelScaleTests.Enlarge(image, 3), 7, 5).Pixels.ToArray());
    }

    [Fact]
    public void A_box_holds_the_mean_of_light_by_area()
    {
        PixelImage image = Of(3, 1, White, Black, Black);
        PixelImage small = ResizeFilters.Find("box").Resize(image, 2, 1);
        // Of the left half two thirds are white, of the right half nothing.
        Assert.Equal(new Rgba(Srgb.FromLinear(2.0 / 3), Srgb.FromLinear(2.0 / 3), Srgb.FromLinear(2.0 / 3)), small[0, 0]);
        Assert.Equal(Black, small[1, 0]);
    }

    [Fact]
    public void What_is_transparent_lends_a_box_no_colour()
    {
        PixelImage small = ResizeFilters.Find("box").Resize(Of(2, 1, Red, new Rgba(0, 255, 0, 0)), 1, 1);
        Assert.Equal(new Rgba(255, 0, 0, 128), small[0, 0]);
        Assert.Equal(default, ResizeFilters.Find("box").Resize(new PixelImage(4, 4), 2, 2)[1, 1]);
    }

    [Fact]
    public void The_majority_wins_and_the_middle_is_nearest()
    {
        PixelImage image = Of(5, 1, Red, Red, Black, White, White);
        Assert.Equal([Red, White], ResizeFilters.Find("majority").Resize(Of(4, 1, Red, Red, White, White), 2, 1).Pixels.ToArray());
        Assert.Equal(Red, ResizeFilters.Find("majority").Resize(image, 1, 1)[0, 0]);
        Assert.Equal(Black, ResizeFilters.Find("nearest").Resize(image, 1, 1)[0, 0]);
        // Transparent pixels are of one colour, whatever they hide.
        Assert.Equal(default, ResizeFilters.Find("majority").Resize(Of(5, 1, Red, Red, new Rgba(1, 1, 1, 0), new Rgba(2, 2, 2, 0), default), 1, 1)[0, 0]);
    }

    [Fact]
    public void A_filter_that_is_not_there_is_told_from_those_that_are() =>
        Assert.Contains("box, nearest, majority", Assert.Throws<InputException>(() => ResizeFilters.Find("cubic")).Message, StringComparison.Ordinal);

    private static PixelImage Of(int width, int height, params Rgba[] pixels)
    {
        var image = new PixelImage(width, height);
        pixels.CopyTo(image.Pixels);
        return image;
    }
}
