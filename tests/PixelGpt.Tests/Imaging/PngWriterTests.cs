using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Imaging;
using PixelGpt.Numerics;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Imaging;

public sealed class PngWriterTests
{
    [Fact]
    public void The_reader_returns_the_written_pixels()
    {
        Gen<PixelImage> images =
            from width in Gen.Choose(1, 40)
            from height in Gen.Choose(1, 40)
            from colors in Gen.Elements(1, 2, 3, 4, 5, 16, 17, 255, 256, 257, 100_000)
            from opacity in Gen.Elements(0, 1, 2)
            from seed in Gen.Choose(0, int.MaxValue)
            select Noise(width, height, colors, opacity, (ulong)seed);
        Prop.ForAll(images.ToArbitrary(), image =>
        {
            PixelImage back = PngReader.Read(Encode(image), "written.png");
            return back.Width == image.Width && back.Height == image.Height && back.Pixels.SequenceEqual(image.Pixels);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 4)]
    [InlineData(16, 4)]
    [InlineData(17, 8)]
    [InlineData(256, 8)]
    public void Few_colours_are_written_as_indices_with_the_fewest_bits(int colors, int depth)
    {
        byte[] file = Encode(Gradient(16, 16, colors));
        Assert.Equal((depth, 3), (file[24], file[25]));
        Assert.Equal(3 * colors, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(33)));
    }

    [Fact]
    public void Many_colours_are_written_as_RGB_or_RGBA()
    {
        PixelImage image = Gradient(17, 16, 257);
        Assert.Equal((8, 2), (Encode(image)[24], Encode(image)[25]));
        image[3, 4] = new Rgba(1, 2, 3, 254);
        Assert.Equal((8, 6), (Encode(image)[24], Encode(image)[25]));
    }

    [Fact]
    public void Alpha_values_are_written_only_for_colours_that_are_not_opaque()
    {
        PixelImage image = Gradient(16, 16, 9);
        Assert.False(Encode(image).AsSpan().IndexOf("tRNS"u8) >= 0);
        image[5, 5] = default;
        byte[] file = Encode(image);
        int at = file.AsSpan().IndexOf("tRNS"u8);
        Assert.Equal(1, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at - 4)));
    }

    [Fact]
    public void Filters_make_smooth_pictures_small()
    {
        var image = new PixelImage(256, 256);
        for (int y = 0; y < 256; y++)
        {
            for (int x = 0; x < 256; x++) image[x, y] = new Rgba((byte)x, (byte)y, (byte)((x + y) / 2));
        }

        Assert.InRange(Encode(image).Length, 0, 256 * 256 * 3 / 50);
    }

    [Fact]
    public void Equal_pictures_produce_equal_bytes() =>
        Assert.Equal(Encode(Noise(30, 20, 400, 2, seed: 5)), Encode(Noise(30, 20, 400, 2, seed: 5)));

    [Fact]
    public void Chunks_have_the_CRCs_of_the_specification()
    {
        byte[] file = Encode(Gradient(4, 4, 3));
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            Assert.Equal(PngMaker.Crc(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            at += 12 + length;
        }
    }

    [Fact]
    public void Write_leaves_no_temporary_files()
    {
        using var folder = new TemporaryFolder();
        PixelImage image = Gradient(7, 5, 11);
        PngWriter.Write(folder["sheet.png"], image);
        Assert.Equal(Encode(image), File.ReadAllBytes(folder["sheet.png"]));
        Assert.Equal([folder["sheet.png"]], Directory.GetFiles(folder.Path));
    }

    private static byte[] Encode(PixelImage image)
    {
        using var stream = new MemoryStream();
        PngWriter.Write(stream, image);
        return stream.ToArray();
    }

    /// <summary>Creates a picture that cycles through a number of opaque colours.</summary>
    private static PixelImage Gradient(int width, int height, int colors)
    {
        var image = new PixelImage(width, height);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = new Rgba((byte)(i % colors), (byte)(i % colors >> 8), 7);
        return image;
    }

    /// <summary>Creates a picture of random colours: opaque for opacity 0, opaque or fully transparent for 1, with any alpha for 2.</summary>
    private static PixelImage Noise(int width, int height, int colors, int opacity, ulong seed)
    {
        var random = new PhiloxRandom(seed);
        var palette = new Rgba[Math.Min(colors, width * height)];
        for (int i = 0; i < palette.Length; i++)
        {
            uint bits = random.NextUInt32();
            byte alpha = opacity switch { 0 => 255, 1 => (byte)((bits >> 24) % 2 * 255), _ => (byte)(bits >> 24) };
            palette[i] = new Rgba((byte)bits, (byte)(bits >> 8), (byte)(bits >> 16), alpha);
        }

        var image = new PixelImage(width, height);
        foreach (ref Rgba pixel in image.Pixels) pixel = palette[random.NextInt32(palette.Length)];
        return image;
    }
}
