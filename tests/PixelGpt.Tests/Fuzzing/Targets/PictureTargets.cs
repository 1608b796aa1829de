using PixelGpt.Imaging;
using PixelGpt.Pictures;
using PixelGpt.Tests.Fuzzing.Mutations;
using PixelGpt.Tests.Imaging;
using PixelGpt.Tests.Import;
using PixelGpt.Tests.Pictures;

namespace PixelGpt.Tests.Fuzzing.Targets;

/// <summary>The reader of one picture format. Half of the changes are numbers in the headers.</summary>
internal abstract class PictureTarget(string name, IReadOnlyList<byte[]> seeds) : FuzzTarget(name, seeds)
{
    private const int HeaderLength = 64, MaxPixels = 1 << 16;

    private static readonly PictureLimits Limits = new() { MaxPixels = MaxPixels };

    protected static PixelImage Sprite { get; } = ImportFixture.Noise(1, 13, 9);

    public override byte[] Mutate(byte[] input, FuzzRandom random) => random.OneIn(2) && input.Length > 0
        ? BlindMutation.WithNumber(input, random.Below(Math.Min(input.Length, HeaderLength)), random)
        : BlindMutation.Once(input, random, Seeds);

    public override void Read(byte[] input)
    {
        PictureContent picture = ReadableFormats.All.Read(input, Name, Limits);
        Assert.InRange(picture.Frames.Count, 1, picture.FrameCount);
        Assert.InRange(picture.Frames.Sum(frame => frame.Pixels.Length), 1, MaxPixels);
    }

    /// <summary>Each pixel is copied a few times; the decoders use tables of constant size for each frame, and each frame needs some bytes.</summary>
    public override long MaxAllocated(int length) => (32 << 20) + (2000L * length);
}

internal sealed class ApngTarget() : PictureTarget("apng", MakeSeeds())
{
    public override byte[] Mutate(byte[] input, FuzzRandom random) => random.OneIn(10) ? BlindMutation.WithNumber(input, random.Below(input.Length), random) : PngMutation.Apply(input, random);

    private static byte[][] MakeSeeds()
    {
        PixelImage small = ImportFixture.Noise(2, 3, 4);
        return
        [
            new ApngMaker(13, 9, 4).Control(0, 0, 13, 9).Still(Sprite).Frame(small, 1, 1, dispose: 1).Frame(small, 10, 5, dispose: 2, blend: 1).Frame(Sprite).ToFile(),
            new ApngMaker(13, 9, 2).Still(Sprite).Frame(small, 4, 4, blend: 1).Frame(small).ToFile(),
        ];
    }
}

internal sealed class GifTarget() : PictureTarget("gif", MakeSeeds())
{
    private static byte[][] MakeSeeds()
    {
        PixelImage small = ImportFixture.Noise(2, 3, 4);
        return [PictureSamples.Gif(Sprite), new GifMaker(13, 9).Frame(Sprite, 0, 0, 1).Frame(small, 1, 1, 2).Frame(small, 11, 7, 3).ToFile()];
    }
}

internal sealed class BmpTarget() : PictureTarget("bmp", [.. ((string[])["bmp", "bmp-24", "bmp-8"]).Select(kind => PictureSamples.Encode(Sprite, PictureSamples.Lossless[kind].Encoder)), RunLengths])
{
    /// <summary>A picture of 4×2 pixels with two colours and run lengths.</summary>
    private static byte[] RunLengths =>
    [
        .. "BM"u8, 78, 0, 0, 0, 0, 0, 0, 0, 62, 0, 0, 0, 40, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 1, 0, 8, 0, 1, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0,
        1, 2, 3, 0, 200, 100, 50, 0, 4, 1, 0, 0, 0, 3, 1, 0, 1, 0, 1, 0, 0, 0, 0, 1,
    ];
}

internal sealed class TgaTarget() : PictureTarget("tga", [.. ((string[])["tga", "tga-rle"]).Select(kind => (byte[])[.. PictureSamples.Encode(Sprite, PictureSamples.Lossless[kind].Encoder), .. new byte[8], .. "TRUEVISION-XFILE.\0"u8])])
{
    public override byte[] Mutate(byte[] input, FuzzRandom random)
    {
        // Without the signature at the end, the file would not be recognised.
        byte[] body = base.Mutate(input.Length > 26 ? input[..^26] : input, random);
        return [.. body, .. Seeds[0].AsSpan(Seeds[0].Length - 26)];
    }
}

internal sealed class WebpTarget() : PictureTarget("webp", MakeSeeds())
{
    /// <summary>For a lossless picture, the decoder reserves code tables for up to 65,536 groups of codes, of which few are used.</summary>
    public override long MaxAllocated(int length) => 2L << 30;

    private static byte[][] MakeSeeds()
    {
        PixelImage small = ImportFixture.Noise(2, 3, 4);
        return
        [
            PictureSamples.Encode(Sprite, PictureSamples.Lossless["webp"].Encoder),
            PictureSamples.Encode(Sprite, new SixLabors.ImageSharp.Formats.Webp.WebpEncoder { FileFormat = SixLabors.ImageSharp.Formats.Webp.WebpFileFormatType.Lossy }),
            PictureSamples.AnimatedWebp(13, 9, (Sprite, 0, 0, 0), (small, 2, 2, 1), (small, 10, 4, 2)),
        ];
    }
}

internal sealed class JpegTarget() : PictureTarget("jpeg", MakeSeeds())
{
    /// <summary>Segments after the quantization tables are changed too: they begin far behind the first bytes.</summary>
    public override byte[] Mutate(byte[] input, FuzzRandom random)
    {
        int frame = random.OneIn(2) ? input.AsSpan().IndexOf((byte[])[0xFF, 0xC0]) : -1;
        return frame < 0 ? base.Mutate(input, random) : BlindMutation.WithNumber(input, frame + random.Below(Math.Min(40, input.Length - frame)), random);
    }

    private static byte[][] MakeSeeds() =>
    [
        PictureSamples.Jpeg(Sprite),
        PictureSamples.Encode(ImportFixture.Noise(5, 40, 33), new SixLabors.ImageSharp.Formats.Jpeg.JpegEncoder { ColorType = SixLabors.ImageSharp.Formats.Jpeg.JpegColorType.Luminance }),
        PictureSamples.Encode(ImportFixture.Noise(5, 40, 33), new SixLabors.ImageSharp.Formats.Jpeg.JpegEncoder { ColorType = SixLabors.ImageSharp.Formats.Jpeg.JpegColorType.YCbCrRatio420 }),
    ];
}

internal sealed class TiffTarget() : PictureTarget("tiff", [.. ((string[])["tiff", "tiff-8"]).Select(kind => PictureSamples.Encode(Sprite, PictureSamples.Lossless[kind].Encoder)), PictureSamples.Pages(Sprite, ImportFixture.Noise(2, 3, 4))])
{
    /// <summary>Directories are changed too, wherever they are.</summary>
    public override byte[] Mutate(byte[] input, FuzzRandom random)
    {
        int directory = random.OneIn(2) && input.Length > 8 ? System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(input.AsSpan(4)) : -1;
        return directory < 0 || directory >= input.Length ? base.Mutate(input, random) : BlindMutation.WithNumber(input, directory + random.Below(Math.Min(200, input.Length - directory)), random);
    }
}
