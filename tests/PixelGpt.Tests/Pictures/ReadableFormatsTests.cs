using System.Buffers.Binary;
using PixelGpt.Imaging;
using PixelGpt.Pictures;
using PixelGpt.Tests.Imaging;
using PixelGpt.Tests.Import;
using PixelGpt.Tests.Infrastructure;
using SixLabors.ImageSharp.Formats.Webp;

namespace PixelGpt.Tests.Pictures;

/// <summary>Tests the picture formats of the tool.</summary>
public sealed class ReadableFormatsTests
{
    private static readonly PixelImage Sprite = ImportFixture.Noise(3, 12, 9);

    public static TheoryData<string> Kinds => [.. PictureSamples.Lossless.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Pictures_without_loss_are_read_exactly(string kind)
    {
        (string extension, SixLabors.ImageSharp.Formats.IImageEncoder encoder) = PictureSamples.Lossless[kind];
        bool hasAlpha = kind is "gif" or "bmp" or "tga" or "tga-rle" or "webp";
        PixelImage image = hasAlpha ? Sprite : Opaque(Sprite);
        PictureContent picture = ReadableFormats.All.Read(PictureSamples.Encode(image, encoder), "a" + extension);
        Assert.Equal((1, false), (picture.FrameCount, picture.IsLossy));
        Assert.Empty(picture.Warnings);
        Assert.Empty(picture.Notes);
        AssertSame(image, picture.Frames[0]);
    }

    [Fact]
    public void Pictures_with_loss_are_marked()
    {
        PixelImage image = PixelScaleTests.Enlarge(Opaque(Sprite), 16);
        PictureContent jpeg = ReadableFormats.All.Read(PictureSamples.Jpeg(image), "a.jpg"), webp = ReadableFormats.All.Read(PictureSamples.Encode(image, new WebpEncoder { FileFormat = WebpFileFormatType.Lossy }), "a.webp");
        foreach (PictureContent picture in (PictureContent[])[jpeg, webp])
        {
            Assert.True(picture.IsLossy);
            Assert.Equal((image.Width, image.Height), (picture.Frames[0].Width, picture.Frames[0].Height));
            Assert.InRange(Oklab.From(picture.Frames[0][8, 8].Rgb).DistanceTo(Oklab.From(image[8, 8].Rgb)), 0, 0.1);
        }
    }

    [Fact]
    public void All_frames_of_a_gif_are_composed()
    {
        byte[] file = new GifMaker(4, 4)
            .Frame(ImportFixture.Draw("rrrr", "rrrr", "rrrr", "rrrr"), 0, 0, disposal: 1)
            .Frame(ImportFixture.Draw("bb", "b."), 1, 1, disposal: 2)
            .Frame(ImportFixture.Draw("#"), 0, 0, disposal: 3)
            .Frame(ImportFixture.Draw("##", "##"), 3, 3, disposal: 0).ToFile();
        PictureContent picture = ReadableFormats.All.Read(file, "a.gif");
        Assert.Equal(4, picture.FrameCount);
        Assert.Equal([100, 100, 100, 100], picture.Durations);
        AssertSame(ImportFixture.Draw("rrrr", "rbbr", "rbrr", "rrrr"), picture.Frames[1]);
        AssertSame(ImportFixture.Draw("#rrr", "r..r", "r..r", "rrrr"), picture.Frames[2]);
        AssertSame(ImportFixture.Draw("rrrr", "r..r", "r..r", "rrr#"), picture.Frames[3]);
        Assert.Equal((2, 4), (ReadableFormats.All.Read(file, "a.gif", new PictureLimits { Frames = 2 }).Frames.Count, picture.FrameCount));

        PictureContent truncated = ReadableFormats.All.Read(file.AsMemory(..^8), "a.gif");
        Assert.Equal(3, truncated.Frames.Count);
        Assert.Contains("truncated after frame 3", Assert.Single(truncated.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void All_frames_of_an_animated_webp_are_composed()
    {
        PixelImage red = ImportFixture.Draw("rrrr", "rrrr", "rrrr", "rrrr");
        byte[] file = PictureSamples.AnimatedWebp(4, 4, (red, 0, 0, 0), (ImportFixture.Draw("bb", "b."), 2, 2, 1), (ImportFixture.Draw("#."), 0, 0, 2));
        PictureContent picture = ReadableFormats.All.Read(file, "a.webp");
        Assert.Equal((3, false), (picture.FrameCount, picture.IsLossy));
        AssertSame(ImportFixture.Draw("rrrr", "rrrr", "rrbb", "rrbr"), picture.Frames[1]);
        AssertSame(ImportFixture.Draw("#.rr", "rrrr", "rr..", "rr.."), picture.Frames[2]);
    }

    [Fact]
    public void All_pages_of_a_tiff_are_read()
    {
        PixelImage first = Opaque(Sprite), second = Opaque(ImportFixture.Noise(4, 5, 7));
        byte[] file = PictureSamples.Pages(first, second, first);
        PictureContent picture = ReadableFormats.All.Read(file, "a.tif");
        Assert.Equal(3, picture.FrameCount);
        AssertSame(first, picture.Frames[0]);
        AssertSame(second, picture.Frames[1]);
        AssertSame(first, picture.Frames[2]);
    }

    [Fact]
    public void The_content_determines_the_format()
    {
        PictureContent picture = ReadableFormats.All.Read(PictureSamples.Gif(Sprite), "a.png");
        AssertSame(Sprite, picture.Frames[0]);
        Assert.Equal("the picture is in GIF format, although its name ends with .png", Assert.Single(picture.Notes));
        Assert.Contains("this is a Git LFS pointer", Refused("version https://git-lfs.github.com/spec/v1\n"u8.ToArray(), "a.tga"), StringComparison.Ordinal);
        Assert.Contains("this is an ICO icon, but a picture in PNG, Aseprite, GIF, BMP, WebP, JPEG, TIFF or TGA format is required", Refused([0, 0, 1, 0, 1, 0, 16, 16], "a.ico"), StringComparison.Ordinal);
        Assert.Contains("this is a CUR mouse pointer", Refused([0, 0, 2, 0, 1, 0, 16, 16], "a.cur"), StringComparison.Ordinal);
        Assert.Contains("this is an AVIF picture", Refused([0, 0, 0, 32, .. "ftypavif"u8, 0, 0, 0, 0], "a.avif"), StringComparison.Ordinal);
        Assert.Contains("a.png: the content of the file is unknown", Refused([1, 2, 3, 4, 5, 6, 7, 8], "a.png"), StringComparison.Ordinal);
        Assert.Contains("CgBI", Refused(PngMaker.File(PngMaker.Chunk("CgBI", 0x50, 0, 0x20, 2)), "a.png"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tga_without_signature_needs_its_extension_or_an_exact_length()
    {
        byte[] file = [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 24, 0x20, 1, 2, 3, 4, 5, 6];
        foreach (string name in (string[])["a.tga", "image"])
        {
            PixelImage picture = ReadableFormats.All.Read(file, name).Frames[0];
            Assert.Equal([new Rgba(3, 2, 1), new Rgba(6, 5, 4)], picture.Pixels.ToArray());
        }

        Assert.Contains("unknown", Refused(file, "a.dat"), StringComparison.Ordinal);
        Assert.Contains("too few for 2×1 pixels", Refused(file[..^2], "a.tga"), StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> Bombs => new()
    {
        { "a.gif", [.. "GIF89a"u8, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B] },
        { "frame.gif", [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 2, 2, 0x44, 1, 0, 0x3B] },
        { "a.bmp", Patched(".bmp", "bmp", 18, 60000, 22, 60000) },
        { "offset.bmp", Patched(".bmp", "bmp-24", 10, 0x40000000) },
        { "colors.bmp", Patched(".bmp", "bmp-8", 46, 0x40000000) },
        { "a.tga", [0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 24, 0x20, 0xFF, 1, 2, 3] },
        { "a.webp", [.. "RIFF"u8, 30, 0, 0, 0, .. "WEBPVP8L"u8, 12, 0, 0, 0, 0x2F, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0, 0, 0, 0, 0, 0, 0] },
        { "a.jpg", [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0xFF, 0xD9] },
        { "a.tif", [.. "II"u8, 42, 0, 8, 0, 0, 0, 2, 0, 0, 1, 4, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 4, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_small_file_with_a_huge_picture_is_refused_before_it_is_decoded(string name, byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Refused(file, name);
        Assert.Contains((string[])["exceed", "too few", "more than", "after the end", "1073741824 colours"], part => message.Contains(part, StringComparison.Ordinal));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_jpeg_with_thousands_of_scans_is_refused()
    {
        byte[] file = PictureSamples.Jpeg(Opaque(Sprite));
        int scan = file.AsSpan().IndexOf((byte[])[0xFF, 0xDA]);
        byte[] scans = [.. Enumerable.Repeat(file[scan..^2], 200).SelectMany(s => s)];
        Assert.Contains("more than 100 scans", Refused([.. file[..scan], .. scans, 0xFF, 0xD9], "a.jpg"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tiff_whose_pages_form_a_circle_is_read_once()
    {
        byte[] file = PictureSamples.Pages(Opaque(Sprite));
        int directory = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(directory + 2 + (12 * BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(directory)))), directory);
        PictureContent picture = ReadableFormats.All.Read(file, "a.tif");
        Assert.Single(picture.Frames);
        Assert.Contains("circle", Assert.Single(picture.Warnings), StringComparison.Ordinal);
    }

    [SharedTheory]
    [InlineData("s.gif", "GIF")]
    [InlineData("s.bmp", "BMP")]
    [InlineData("s.tga", "TGA")]
    [InlineData("s.tiff", "TIFF")]
    [InlineData("s.webp", "WebP")]
    [InlineData("s.jpg", "JPEG")]
    [InlineData("really_gif.png", "GIF")]
    [InlineData("really_webp.png", "WebP")]
    public void Files_of_users_are_read(string name, string format)
    {
        PictureContent picture = ReadableFormats.All.Read(SharedData.PathOf("cases", "pictures", name));
        Assert.Equal(format, picture.Format);
        Assert.Equal((16, 16), (picture.Frames[0].Width, picture.Frames[0].Height));
        Assert.Equal(name.EndsWith(".png", StringComparison.Ordinal) ? 1 : 0, picture.Notes.Count);
    }

    [SharedTheory]
    [InlineData("lfs.png", "this is a Git LFS pointer")]
    [InlineData("html.png", "this is an HTML page")]
    [InlineData("s.ico", "this is an ICO icon")]
    public void Other_files_of_users_are_named(string name, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => ReadableFormats.All.Read(SharedData.PathOf("cases", "pictures", name))).Message, StringComparison.Ordinal);

    private static string Refused(byte[] file, string name) => Assert.Throws<InputException>(() => ReadableFormats.All.Read(file, name)).Message;

    private static byte[] Patched(string extension, string kind, params int[] patches)
    {
        byte[] file = PictureSamples.Encode(Sprite, PictureSamples.Lossless[kind].Encoder);
        Assert.Equal(extension, PictureSamples.Lossless[kind].Extension);
        for (int i = 0; i < patches.Length; i += 2) BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(patches[i]), patches[i + 1]);
        return file;
    }

    private static PixelImage Opaque(PixelImage image)
    {
        PixelImage copy = image.Crop(new PixelArea(0, 0, image.Width, image.Height));
        foreach (ref Rgba pixel in copy.Pixels) pixel = pixel.A == 0 ? new Rgba(255, 255, 255) : pixel;
        return copy;
    }

    private static void AssertSame(PixelImage expected, PixelImage actual)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        Assert.Equal(expected.Pixels.ToArray(), actual.Pixels.ToArray());
    }
}
