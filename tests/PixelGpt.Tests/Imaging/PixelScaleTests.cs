using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Imaging;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Imaging;

public sealed class PixelScaleTests
{
    [Fact]
    public void Reduce_undoes_upscaling() => Prop.ForAll(Cases().ToArbitrary(), t =>
    {
        PixelImage small = Noise(t.Width, t.Height, t.Seed), large = Enlarge(small, t.Scale);
        int own = PixelScale.Of(small), scale = PixelScale.Of(large);
        return scale == own * t.Scale && scale == ByBlocks(large) && PixelScale.Reduce(large, t.Scale).Pixels.SequenceEqual(small.Pixels);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_single_different_pixel_makes_the_scale_1()
    {
        PixelImage image = Enlarge(Noise(7, 5, 1), 6);
        Assert.Equal(6, PixelScale.Of(image));
        image[19, 13] = new Rgba(1, 2, 3);
        Assert.Equal(1, PixelScale.Of(image));
    }

    [Fact]
    public void Alpha_is_compared_and_a_uniform_picture_is_one_block()
    {
        var image = new PixelImage(6, 4);
        Assert.Equal(2, PixelScale.Of(image));
        image.Fill(0, 0, 3, 4, new Rgba(0, 0, 0, 1));
        Assert.Equal(1, PixelScale.Of(image));
        Assert.Equal(1, PixelScale.Of(new PixelImage(1, 1)));
    }

    internal static PixelImage Enlarge(PixelImage image, int scale)
    {
        var large = new PixelImage(image.Width * scale, image.Height * scale);
        for (int y = 0; y < image.Height; y++)
        {
            for (int x = 0; x < image.Width; x++) large.Fill(x * scale, y * scale, scale, scale, image[x, y]);
        }

        return large;
    }

    /// <summary>A picture of two colours, in which adjacent pixels are often equal.</summary>
    private static PixelImage Noise(int width, int height, int seed)
    {
        var random = new PhiloxRandom((ulong)seed);
        var image = new PixelImage(width, height);
        foreach (ref Rgba pixel in image.Pixels) pixel = random.NextInt32(2) == 0 ? new Rgba(255, 0, 0) : default;
        return image;
    }

    /// <summary>The scale by definition: the greatest k for which every block has a single colour.</summary>
    private static int ByBlocks(PixelImage image) => Enumerable.Range(1, Math.Min(image.Width, image.Height)).Last(k =>
        image.Width % k == 0 && image.Height % k == 0 && Enumerable.Range(0, image.Pixels.Length).All(i =>
        {
            (int x, int y) = (i % image.Width, i / image.Width);
            return image[x, y] == image[x / k * k, y / k * k];
        }));

    private static Gen<(int Width, int Height, int Scale, int Seed)> Cases() =>
        from width in Gen.Choose(1, 9)
        from height in Gen.Choose(1, 9)
        from scale in Gen.Choose(1, 6)
        from seed in Gen.Choose(0, 1000)
        select (width, height, scale, seed);
}
