using System.Buffers.Binary;
using PixelGpt.Imaging;

namespace PixelGpt.Tests.Pictures;

/// <summary>Creates animated GIF files with codes of constant length, without real compression. It shares no code with the reader.</summary>
/// <param name="width">Width of the picture.</param>
/// <param name="height">Height of the picture.</param>
internal sealed class GifMaker(int width, int height)
{
    private const int CodeSize = 7;

    private readonly List<byte> _frames = [];

    /// <summary>Adds a frame of at most 127 colours.</summary>
    public GifMaker Frame(PixelImage image, int x, int y, int disposal)
    {
        Rgba[] palette = [default, .. image.Pixels.ToArray().Where(pixel => pixel.A > 0).Distinct()];
        _frames.AddRange([0x21, 0xF9, 4, (byte)((disposal << 2) | 1), 10, 0, 0, 0]);
        _frames.AddRange([0x2C, .. Words(x, y, image.Width, image.Height), 0x86]);
        _frames.AddRange(Enumerable.Range(0, 128).SelectMany(i => i < palette.Length ? (byte[])[palette[i].R, palette[i].G, palette[i].B] : [0, 0, 0]));

        // A clear code before every 100 pixels keeps the codes at 8 bits, one byte each.
        var codes = new List<byte>();
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            if (i % 100 == 0) codes.Add(1 << CodeSize);
            codes.Add((byte)Array.IndexOf(palette, image.Pixels[i]));
        }

        codes.Add((1 << CodeSize) + 1);
        _frames.Add(CodeSize);
        foreach (byte[] block in codes.Chunk(200)) _frames.AddRange([(byte)block.Length, .. block]);
        _frames.Add(0);
        return this;
    }

    public byte[] ToFile() => [.. "GIF89a"u8, .. Words(width, height), 0, 0, 0, .. _frames, 0x3B];

    private static byte[] Words(params int[] values) => [.. values.SelectMany(value =>
    {
        byte[] word = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(word, (ushort)value);
        return word;
    })];
}
