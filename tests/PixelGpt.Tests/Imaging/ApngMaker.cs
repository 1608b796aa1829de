using System.Buffers.Binary;
using PixelGpt.Imaging;

namespace PixelGpt.Tests.Imaging;

/// <summary>Creates animated PNG files according to the specification. It shares no code with the reader.</summary>
internal sealed class ApngMaker
{
    private readonly List<byte[]> _chunks = [];
    private int _sequence;

    /// <summary>Starts a file.</summary>
    /// <param name="width">Width of the picture.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="frames">The declared number of frames.</param>
    public ApngMaker(int width, int height, int frames)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 6);
        _chunks.Add(PngMaker.Chunk("IHDR", header));
        _chunks.Add(PngMaker.Chunk("acTL", 0, 0, 0, (byte)frames, 0, 0, 0, 0));
    }

    /// <summary>Adds the still image, which is the first frame if a control chunk precedes it.</summary>
    public ApngMaker Still(PixelImage image) => Add("IDAT", Compress(image));

    /// <summary>Adds the control chunk of a frame.</summary>
    public ApngMaker Control(int x, int y, int width, int height, byte dispose = 0, byte blend = 0)
    {
        var content = new byte[26];
        int at = 0;
        foreach (int value in (int[])[_sequence++, width, height, x, y]) BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4 * at++), value);
        (content[24], content[25]) = (dispose, blend);
        return Add("fcTL", content);
    }

    /// <summary>Adds the data of a frame.</summary>
    public ApngMaker Data(PixelImage image)
    {
        byte[] sequence = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(sequence, _sequence++);
        return Add("fdAT", [.. sequence, .. Compress(image)]);
    }

    /// <summary>Adds the control chunk and the data of a frame.</summary>
    public ApngMaker Frame(PixelImage image, int x = 0, int y = 0, byte dispose = 0, byte blend = 0) => Control(x, y, image.Width, image.Height, dispose, blend).Data(image);

    /// <summary>Adds any chunk.</summary>
    public ApngMaker Add(string type, byte[] content)
    {
        _chunks.Add(PngMaker.Chunk(type, content));
        return this;
    }

    public byte[] ToFile() => PngMaker.File([.. _chunks, PngMaker.Chunk("IEND")]);

    private static byte[] Compress(PixelImage image)
    {
        var lines = new List<byte>();
        for (int y = 0; y < image.Height; y++) lines.AddRange([0, .. image.Row(y).ToArray().SelectMany(p => (byte[])[p.R, p.G, p.B, p.A])]);
        return PngMaker.Deflate([.. lines]);
    }
}
