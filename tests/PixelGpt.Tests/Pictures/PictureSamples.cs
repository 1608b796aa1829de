using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PixelGpt.Imaging;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace PixelGpt.Tests.Pictures;

/// <summary>Creates picture files of each format.</summary>
internal static class PictureSamples
{
    private static readonly WuQuantizer Exact = new(new QuantizerOptions { Dither = null });

    /// <summary>Encoders without loss, with the extension of their files. Those of BMP, TGA, GIF and WebP keep transparency.</summary>
    public static IReadOnlyDictionary<string, (string Extension, IImageEncoder Encoder)> Lossless { get; } = new Dictionary<string, (string, IImageEncoder)>
    {
        ["gif"] = (".gif", new GifEncoder { Quantizer = Exact }),
        ["bmp"] = (".bmp", new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel32, SupportTransparency = true }),
        ["bmp-24"] = (".bmp", new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel24 }),
        ["bmp-8"] = (".bmp", new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel8, Quantizer = Exact }),
        ["tga"] = (".tga", new TgaEncoder { BitsPerPixel = TgaBitsPerPixel.Pixel32, Compression = TgaCompression.None }),
        ["tga-rle"] = (".tga", new TgaEncoder { BitsPerPixel = TgaBitsPerPixel.Pixel32, Compression = TgaCompression.RunLength }),
        ["webp"] = (".webp", new WebpEncoder { FileFormat = WebpFileFormatType.Lossless }),
        ["tiff"] = (".tiff", new TiffEncoder { BitsPerPixel = TiffBitsPerPixel.Bit24 }),
        ["tiff-8"] = (".tif", new TiffEncoder { BitsPerPixel = TiffBitsPerPixel.Bit8, PhotometricInterpretation = SixLabors.ImageSharp.Formats.Tiff.Constants.TiffPhotometricInterpretation.PaletteColor, Compression = SixLabors.ImageSharp.Formats.Tiff.Constants.TiffCompression.Lzw, Quantizer = Exact }),
    };

    public static byte[] Encode(PixelImage image, IImageEncoder encoder)
    {
        using Image<Rgba32> copy = Image.LoadPixelData<Rgba32>(MemoryMarshal.AsBytes<Rgba>(image.Pixels), image.Width, image.Height);
        using var stream = new MemoryStream();
        copy.Save(stream, encoder);
        return stream.ToArray();
    }

    public static byte[] Gif(PixelImage image) => Encode(image, Lossless["gif"].Encoder);

    public static byte[] Jpeg(PixelImage image) => Encode(image, new JpegEncoder { Quality = 90 });

    /// <summary>Creates an animated GIF of pictures of the same size, each of which replaces the one before.</summary>
    public static byte[] AnimatedGif(params IReadOnlyList<PixelImage> frames)
    {
        var gif = new GifMaker(frames[0].Width, frames[0].Height);
        foreach (PixelImage frame in frames) gif.Frame(frame, 0, 0, disposal: 2);
        return gif.ToFile();
    }

    /// <summary>Creates a TIFF of several pages, whose offsets are moved behind each other.</summary>
    public static byte[] Pages(params IReadOnlyList<PixelImage> pages)
    {
        byte[][] files = [.. pages.Select(page => Encode(page, Lossless["tiff"].Encoder))];
        byte[] all = [.. files.SelectMany(file => file)];
        int start = 0, link = 4;
        foreach (byte[] file in files)
        {
            int directory = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(4)) + start;
            BinaryPrimitives.WriteInt32LittleEndian(all.AsSpan(link), directory);
            int entries = BinaryPrimitives.ReadUInt16LittleEndian(all.AsSpan(directory));
            for (int at = directory + 2; at < directory + 2 + (12 * entries); at += 12)
            {
                (int tag, int type, int count) = (BinaryPrimitives.ReadUInt16LittleEndian(all.AsSpan(at)), BinaryPrimitives.ReadUInt16LittleEndian(all.AsSpan(at + 2)), BinaryPrimitives.ReadInt32LittleEndian(all.AsSpan(at + 4)));
                int size = count * type switch { 1 or 2 or 7 => 1, 3 => 2, 5 => 8, _ => 4 };
                int value = BinaryPrimitives.ReadInt32LittleEndian(all.AsSpan(at + 8));
                if (size > 4 || (tag == 273 && count == 1 && type == 4)) BinaryPrimitives.WriteInt32LittleEndian(all.AsSpan(at + 8), value + start);
                if (tag == 273 && size > 4)
                {
                    for (int strip = 0; strip < count; strip++)
                    {
                        Span<byte> offset = all.AsSpan(value + start + (4 * strip));
                        BinaryPrimitives.WriteInt32LittleEndian(offset, BinaryPrimitives.ReadInt32LittleEndian(offset) + start);
                    }
                }
            }

            link = directory + 2 + (12 * entries);
            start += file.Length;
        }

        BinaryPrimitives.WriteInt32LittleEndian(all.AsSpan(link), 0);
        return all;
    }

    /// <summary>Creates an animated WebP of lossless frames.</summary>
    public static byte[] AnimatedWebp(int width, int height, params IReadOnlyList<(PixelImage Image, int X, int Y, int Flags)> frames)
    {
        byte[] body = [.. "WEBP"u8, .. Riff("VP8X", [0x12, 0, 0, 0, .. Triple(width - 1), .. Triple(height - 1)]), .. Riff("ANIM", new byte[6])];
        foreach ((PixelImage image, int x, int y, int flags) in frames)
        {
            byte[] data = Encode(image, Lossless["webp"].Encoder)[12..];
            body = [.. body, .. Riff("ANMF", [.. Triple(x / 2), .. Triple(y / 2), .. Triple(image.Width - 1), .. Triple(image.Height - 1), .. Triple(100), (byte)flags, .. data])];
        }

        return Riff("RIFF", body);
    }

    private static byte[] Triple(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];

    private static byte[] Riff(string type, byte[] content) => [.. type.Select(c => (byte)c), .. BitConverter.GetBytes(content.Length), .. content, .. new byte[content.Length % 2]];
}
