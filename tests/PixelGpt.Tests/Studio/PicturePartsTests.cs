using PixelGpt.Imaging;
using PixelGpt.Numerics;
using PixelGpt.Studio.Inference;

namespace PixelGpt.Tests.Studio;

/// <summary>The parts of pictures that do not fit a model.</summary>
public sealed class PicturePartsTests
{
    private static readonly ModelSizes Sizes = new(16, 16, 32, 32);

    public static TheoryData<int, int, bool> Canvases => new()
    {
        { 64, 64, true }, { 64, 64, false }, { 33, 20, true }, { 8, 8, true }, { 5, 64, false }, { 64, 9, true }, { 47, 61, false },
    };

    [Theory]
    [MemberData(nameof(Canvases))]
    public void Each_pixel_is_drawn_once_and_inside_a_window_of_the_size_of_the_model(int width, int height, bool anyOrder)
    {
        foreach (int seed in Enumerable.Range(0, 20))
        {
            bool[] mask = Mask(width, height, seed);
            IReadOnlyList<PicturePart> parts = PictureParts.Of(width, height, mask, Sizes, anyOrder);
            int[] drawn = [.. parts.SelectMany(part => part.Pixels)];
            Assert.Equal(drawn.Length, drawn.Distinct().Count());
            Assert.All(drawn, at => Assert.True(mask[at]));

            // Without a given pixel to start from, the first pixel of a window remains background.
            Assert.InRange(mask.Count(m => m) - drawn.Length, 0, 1);
            foreach (PicturePart part in parts)
            {
                Assert.InRange(part.Window.Width, 16, 32);
                Assert.InRange(part.Window.Height, 16, 32);
                int[] seen = [.. Enumerable.Range(0, part.Window.Width * part.Window.Height).Select(part.PositionOf)];
                Assert.Empty(part.Pixels.Except(seen));
            }
        }
    }

    [Fact]
    public void A_part_sees_what_it_continues()
    {
        // The lower part of a wide picture: each window has given rows above, and drawn columns beside it.
        bool[] mask = [.. Enumerable.Range(0, 64 * 64).Select(i => i / 64 >= 40)];
        IReadOnlyList<PicturePart> parts = PictureParts.Of(64, 64, mask, Sizes, anyOrder: true);
        Assert.Equal([new PixelArea(0, 32, 32, 32), new PixelArea(16, 32, 32, 32), new PixelArea(32, 32, 32, 32)], parts.Select(p => p.Window));

        // What is given at the bottom is continued upwards.
        bool[] upper = [.. Enumerable.Range(0, 20 * 64).Select(i => i / 20 < 50)];
        IReadOnlyList<PicturePart> upwards = PictureParts.Of(20, 64, upper, Sizes, anyOrder: true);
        Assert.Equal(26, upwards[0].Window.Y);
        Assert.Equal(upwards.Select(p => p.Window.Y).OrderDescending(), upwards.Select(p => p.Window.Y));

        // A few pixels are drawn at once, in the middle of what the model sees.
        bool[] hole = new bool[64 * 64];
        hole[(20 * 64) + 30] = hole[(21 * 64) + 31] = true;
        Assert.Equal(new PixelArea(15, 5, 32, 32), Assert.Single(PictureParts.Of(64, 64, hole, Sizes, anyOrder: true)).Window);
    }

    [Fact]
    public void A_small_picture_has_equal_margins()
    {
        bool[] mask = [.. Enumerable.Repeat(true, 9 * 8)];
        PicturePart part = Assert.Single(PictureParts.Of(9, 8, mask, Sizes, anyOrder: true));
        Assert.Equal(new PixelArea(-4, -4, 17, 16), part.Window);
        Assert.Equal(72, part.Pixels.Count);
    }

    [Fact]
    public void A_model_for_raster_order_draws_from_top_to_bottom_below_what_it_continues()
    {
        var sizes = new ModelSizes(20, 1, 20, 20);
        bool[] mask = [.. Enumerable.Range(0, 40 * 60).Select(i => i / 40 >= 30)];
        int[] rows = [.. PictureParts.Of(40, 60, mask, sizes, anyOrder: false).Select(p => p.Window.Y)];
        Assert.Equal(rows.Order(), rows);
        Assert.True(rows[0] < 30, "the first window begins above what is drawn");
    }

    private static bool[] Mask(int width, int height, int seed)
    {
        var random = new PhiloxRandom((ulong)seed);
        bool[] mask = new bool[width * height];
        int left = random.NextInt32(width), top = random.NextInt32(height);
        int right = left + random.NextInt32(width - left), bottom = top + random.NextInt32(height - top);
        for (int i = 0; i < mask.Length; i++) mask[i] = i % width >= left && i % width <= right && i / width >= top && i / width <= bottom && (seed % 3 == 0 || random.NextInt32(4) > 0);
        if (!mask.Contains(true)) mask[^1] = true;
        return mask;
    }
}
