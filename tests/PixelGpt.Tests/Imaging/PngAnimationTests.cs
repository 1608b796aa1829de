using PixelGpt.Imaging;
using PixelGpt.Tests.Import;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace PixelGpt.Tests.Imaging;

/// <summary>Tests the frames of animated PNG files.</summary>
public sealed class PngAnimationTests
{
    private static readonly PixelImage Red = ImportFixture.Draw("rrrr", "rrrr", "rrrr", "rrrr"), Blue = ImportFixture.Draw("bb", "bb"), Ink = ImportFixture.Draw("#");

    [Fact]
    public void Frames_are_composed_with_all_dispose_operations()
    {
        byte[] file = new ApngMaker(4, 4, 5).Control(0, 0, 4, 4).Still(Red).Frame(Blue, 1, 1, dispose: 1).Frame(Ink, 0, 0, dispose: 2).Frame(Ink, 3, 3).Frame(ImportFixture.Draw("#."), 0, 0).ToFile();
        PictureContent picture = PictureFormats.Default.Read(file, "a.png");
        Assert.Equal(5, picture.FrameCount);
        Assert.Empty(picture.Warnings);
        Assert.Empty(picture.Notes);
        AssertSame(Red, picture.Frames[0]);
        AssertSame(ImportFixture.Draw("rrrr", "rbbr", "rbbr", "rrrr"), picture.Frames[1]);
        AssertSame(ImportFixture.Draw("#rrr", "r..r", "r..r", "rrrr"), picture.Frames[2]);
        AssertSame(ImportFixture.Draw("rrrr", "r..r", "r..r", "rrr#"), picture.Frames[3]);
        AssertSame(ImportFixture.Draw("#.rr", "r..r", "r..r", "rrr#"), picture.Frames[4]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(400)]
    public void A_written_animation_is_read_again_by_this_and_another_library(int colors)
    {
        PixelImage[] frames = [.. Enumerable.Range(0, 3).Select(frame => Draw(frame, colors))];
        using var stream = new MemoryStream();
        PngWriter.WriteAnimation(stream, [(frames[0], 80), (frames[1], 250), (frames[2], 1000)]);
        PictureContent picture = PictureFormats.Default.Read(stream.ToArray(), "a.apng");
        Assert.Empty(picture.Warnings);
        Assert.Empty(picture.Notes);
        Assert.Equal([80, 250, 1000], picture.Durations);
        Assert.All(picture.Frames.Zip(frames), pair => AssertSame(pair.Second, pair.First));

        // A library without animations reads the first frame.
        using Image<Rgba32> other = Image.Load<Rgba32>(stream.ToArray());
        Assert.All(frames[0].Pixels.ToArray().Index(), p => Assert.Equal((p.Item.R, p.Item.G, p.Item.B, p.Item.A), ToTuple(other[p.Index % 20, p.Index / 20])));

        static PixelImage Draw(int frame, int colors)
        {
            var image = new PixelImage(20, 20);
            for (int i = 20; i < image.Pixels.Length; i++) image.Pixels[i] = new Rgba((byte)((i + frame) % colors), (byte)((i + frame) % colors / 256), (byte)(40 * frame));
            return image;
        }

        static (byte, byte, byte, byte) ToTuple(Rgba32 pixel) => (pixel.R, pixel.G, pixel.B, pixel.A);
    }

    [Fact]
    public void Frames_are_blended_if_they_say_so()
    {
        var half = new PixelImage(1, 1) { [0, 0] = new Rgba(0, 0, 255, 128) };
        byte[] file = new ApngMaker(2, 1, 3).Control(0, 0, 2, 1).Still(ImportFixture.Draw("r.")).Frame(half, 0, 0, blend: 1).Frame(half, 1, 0, blend: 1).ToFile();
        PictureContent picture = PictureFormats.Default.Read(file, "a.png");
        Assert.Equal(new Rgba(100, 15, 148), picture.Frames[1][0, 0]);
        Assert.Equal(half[0, 0], picture.Frames[2][1, 0]);
    }

    [Fact]
    public void A_first_frame_that_restores_is_cleared()
    {
        PictureContent picture = PictureFormats.Default.Read(new ApngMaker(4, 4, 2).Control(0, 0, 4, 4, dispose: 2).Still(Red).Frame(Ink, 1, 0).ToFile(), "a.png");
        AssertSame(ImportFixture.Draw(".#..", "....", "....", "...."), picture.Frames[1]);
    }

    [Fact]
    public void A_still_image_outside_the_animation_is_left_out_with_a_note()
    {
        PictureContent picture = PictureFormats.Default.Read(new ApngMaker(4, 4, 1).Still(Red).Frame(Blue, 2, 2).ToFile(), "a.png");
        AssertSame(ImportFixture.Draw("....", "....", "..bb", "..bb"), Assert.Single(picture.Frames));
        Assert.Contains("still image", Assert.Single(picture.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_are_read_up_to_the_requested_number()
    {
        byte[] file = new ApngMaker(4, 4, 3).Control(0, 0, 4, 4).Still(Red).Frame(Ink).Frame(Ink, 1).ToFile();
        PictureContent picture = PictureFormats.Default.Read(file, "a.png", new PictureLimits { Frames = 2 });
        Assert.Equal((2, 3), (picture.Frames.Count, picture.FrameCount));
    }

    public static TheoryData<string, byte[], int, string> Damaged => new()
    {
        { "too few frames", Animation(4).ToFile(), 2, "2 of its frames were read: it declares 4 frames" },
        { "outside", Animation(3).Frame(Ink, 4, 0).ToFile(), 2, "frame 3 is not completely inside the picture" },
        { "unknown operation", Animation(3).Frame(Ink, dispose: 3).ToFile(), 2, "unknown dispose or blend operation" },
        { "sequence", Animation(3).Add("fdAT", [0, 0, 0, 9, 1]).ToFile(), 2, "another sequence number" },
        { "short control", Animation(3).Add("fcTL", [0, 0, 0, 3, 1]).ToFile(), 2, "must have 26 bytes (got 5)" },
        { "data", Animation(3).Control(0, 0, 1, 1).Add("fdAT", [0, 0, 0, 4, 1, 2, 3]).ToFile(), 2, "frame 3 of 3 is damaged" },
        { "no declaration", new ApngMaker(4, 4, 1).Add("acTL", [1]).Still(Red).ToFile(), 1, "acTL chunk is invalid" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_damaged_animation_is_read_as_far_as_possible_with_a_warning(string what, byte[] file, int frames, string expected)
    {
        PictureContent picture = PictureFormats.Default.Read(file, "a.png");
        Assert.True(frames == picture.Frames.Count, what);
        Assert.Contains(expected, Assert.Single(picture.Warnings), StringComparison.Ordinal);
        AssertSame(Red, picture.Frames[0]);
    }

    [Fact]
    public void The_pixels_of_all_frames_are_limited()
    {
        byte[] file = Animation(2).ToFile();
        Assert.Equal(2, PictureFormats.Default.Read(file, "a.png", new PictureLimits { MaxPixels = 32 }).Frames.Count);
        string message = Assert.Throws<InputException>(() => PictureFormats.Default.Read(file, "a.png", new PictureLimits { MaxPixels = 31 })).Message;
        Assert.Contains("a.png: 2 frames of 4×4 pixels exceed the limit of 31 pixels", message, StringComparison.Ordinal);
    }

    /// <summary>An animation of two frames that declares another number.</summary>
    private static ApngMaker Animation(int declared) => new ApngMaker(4, 4, declared).Control(0, 0, 4, 4).Still(Red).Frame(Ink);

    private static void AssertSame(PixelImage expected, PixelImage actual)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        Assert.Equal(expected.Pixels.ToArray(), actual.Pixels.ToArray());
    }
}
