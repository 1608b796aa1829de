using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PixelGpt.Imaging;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Imaging;

/// <summary>
/// Creates valid and invalid PNG files of every kind according to the specification. It shares
/// no code with the reader or the writer; for example, it uses a bitwise CRC and the 8×8 tile of Adam7.
/// </summary>
internal sealed class PngMaker
{
    private static readonly int[,] PassOfTile =
    {
        { 1, 6, 4, 6, 2, 6, 4, 6 },
        { 7, 7, 7, 7, 7, 7, 7, 7 },
        { 5, 6, 5, 6, 5, 6, 5, 6 },
        { 7, 7, 7, 7, 7, 7, 7, 7 },
        { 3, 6, 4, 6, 3, 6, 4, 6 },
        { 7, 7, 7, 7, 7, 7, 7, 7 },
        { 5, 6, 5, 6, 5, 6, 5, 6 },
        { 7, 7, 7, 7, 7, 7, 7, 7 },
    };

    public int Width { get; init; } = 1;

    public int Height { get; init; } = 1;

    public int ColorType { get; init; }

    public int Depth { get; init; } = 8;

    public bool Interlaced { get; init; }

    /// <summary>The filter of every scanline; null for all five in rotation.</summary>
    public int? Filter { get; init; }

    /// <summary>Samples in raster order with interleaved channels.</summary>
    public int[] Samples { get; init; } = [];

    /// <summary>Content of PLTE.</summary>
    public byte[]? Palette { get; init; }

    /// <summary>Content of tRNS.</summary>
    public byte[]? Transparency { get; init; }

    public int Channels => ColorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>Creates a picture of random samples. Indexed pictures have a random palette, every second one with alpha values.</summary>
    public static PngMaker Random(ulong seed, int width, int height, int colorType, int depth, bool interlaced, int? filter)
    {
        var random = new PhiloxRandom(seed);
        var shape = new PngMaker { ColorType = colorType };
        int colors = colorType == 3 ? random.NextInt32(1, (1 << depth) + 1) : 1 << depth;
        int[] samples = [.. Enumerable.Range(0, width * height * shape.Channels).Select(_ => random.NextInt32(colors))];
        byte[]? palette = null, transparency = null;
        if (colorType == 3)
        {
            palette = [.. Enumerable.Range(0, 3 * colors).Select(_ => (byte)random.NextInt32(256))];
            if (seed % 2 == 0) transparency = [.. Enumerable.Range(0, random.NextInt32(1, colors + 1)).Select(_ => (byte)random.NextInt32(256))];
        }
        else if (colorType is 0 or 2 && seed % 2 == 0)
        {
            transparency = new byte[2 * shape.Channels];
            for (int i = 0; i < shape.Channels; i++) BinaryPrimitives.WriteUInt16BigEndian(transparency.AsSpan(2 * i), (ushort)samples[i]);
        }

        return new PngMaker
        {
            Width = width,
            Height = height,
            ColorType = colorType,
            Depth = depth,
            Interlaced = interlaced,
            Filter = filter,
            Samples = samples,
            Palette = palette,
            Transparency = transparency,
        };
    }

    /// <summary>Returns the pixel that a reader should return.</summary>
    public Rgba Expected(int x, int y)
    {
        int[] s = [.. Samples.Skip(((y * Width) + x) * Channels).Take(Channels)];
        if (ColorType == 3)
        {
            byte opacity = Transparency is { } t && s[0] < t.Length ? t[s[0]] : (byte)255;
            return new Rgba(Palette![3 * s[0]], Palette[(3 * s[0]) + 1], Palette[(3 * s[0]) + 2], opacity);
        }

        byte[] v = [.. s.Select(sample => (byte)Math.Round(sample * 255.0 / ((1 << Depth) - 1), MidpointRounding.AwayFromZero))];
        bool isKey = Transparency is { } key && s.Select((sample, i) => sample == BinaryPrimitives.ReadUInt16BigEndian(key.AsSpan(2 * i))).All(same => same);
        byte alpha = isKey ? (byte)0 : (byte)255;
        return ColorType switch
        {
            0 => new Rgba(v[0], v[0], v[0], alpha),
            2 => new Rgba(v[0], v[1], v[2], alpha),
            4 => new Rgba(v[0], v[0], v[0], v[1]),
            _ => new Rgba(v[0], v[1], v[2], v[3]),
        };
    }

    /// <summary>Returns the file, with its image data in chunks of a maximum length and one empty chunk.</summary>
    public byte[] ToFile(int dataChunk = int.MaxValue)
    {
        List<byte[]> chunks = [Header()];
        if (Palette is not null) chunks.Add(Chunk("PLTE", Palette));
        if (Transparency is not null) chunks.Add(Chunk("tRNS", Transparency));
        byte[] data = Deflate(Scanlines());
        if (dataChunk < data.Length) chunks.Add(Chunk("IDAT"));
        chunks.AddRange(data.Chunk(dataChunk).Select(part => Chunk("IDAT", part)));
        chunks.Add(Chunk("IEND"));
        return File([.. chunks]);
    }

    public byte[] Header()
    {
        var content = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(content, Width);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), Height);
        (content[8], content[9], content[12]) = ((byte)Depth, (byte)ColorType, Interlaced ? (byte)1 : (byte)0);
        return Chunk("IHDR", content);
    }

    /// <summary>Returns the filtered scanlines of all passes, uncompressed.</summary>
    public byte[] Scanlines()
    {
        var all = new List<byte>();
        int lines = 0;
        for (int pass = Interlaced ? 1 : 0; pass <= (Interlaced ? 7 : 0); pass++)
        {
            byte[]? prior = null;
            for (int y = 0; y < Height; y++)
            {
                int[] columns = [.. Enumerable.Range(0, Width).Where(x => !Interlaced || PassOfTile[y % 8, x % 8] == pass)];
                if (columns.Length == 0) continue;
                byte[] line = Pack([.. columns.SelectMany(x => Samples.Skip(((y * Width) + x) * Channels).Take(Channels))]);
                int filter = Filter ?? (lines++ % 5);
                all.Add((byte)filter);
                int stride = Math.Max(1, Channels * Depth / 8);
                for (int i = 0; i < line.Length; i++)
                {
                    int a = i < stride ? 0 : line[i - stride], b = prior?[i] ?? 0, c = i < stride ? 0 : prior?[i - stride] ?? 0;
                    all.Add((byte)(line[i] - Predict(filter, a, b, c)));
                }

                prior = line;
            }
        }

        return [.. all];
    }

    public static byte[] File(params byte[][] chunks) => [137, 80, 78, 71, 13, 10, 26, 10, .. chunks.SelectMany(chunk => chunk)];

    public static byte[] Chunk(string type, params byte[] content)
    {
        byte[] typed = [.. Encoding.Latin1.GetBytes(type), .. content];
        var chunk = new byte[typed.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        typed.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(typed.Length + 4), Crc(typed));
        return chunk;
    }

    public static byte[] Deflate(byte[] data)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal)) zlib.Write(data);
        return compressed.ToArray();
    }

    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    private byte[] Pack(int[] samples)
    {
        string bits = string.Concat(samples.Select(sample => Convert.ToString(sample, 2).PadLeft(Depth, '0')));
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
        return [.. bits.Chunk(8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }

    private static int Predict(int filter, int a, int b, int c)
    {
        int p = a + b - c;
        int paeth = new[] { a, b, c }.MinBy(candidate => Math.Abs(p - candidate));
        return filter switch { 1 => a, 2 => b, 3 => (a + b) / 2, 4 => paeth, _ => 0 };
    }
}
