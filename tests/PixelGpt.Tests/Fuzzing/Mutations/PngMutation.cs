using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PixelGpt.Tests.Imaging;

namespace PixelGpt.Tests.Fuzzing.Mutations;

/// <summary>Changes chunks of a PNG file, with corrected CRCs, or the decompressed image data.</summary>
internal static class PngMutation
{
    private static readonly string[] Types = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "tEXt", "iCCP", "acTL", "fcTL", "fdAT", "ABCD", "abcd"];

    public static byte[] Apply(byte[] png, FuzzRandom random)
    {
        List<(string Type, byte[] Content)> chunks = Chunks(png);
        if (chunks.Count == 0) return BlindMutation.Once(png, random, [png]);
        int at = random.Below(chunks.Count);
        switch (random.Below(10))
        {
            case 0 or 1:
                chunks[0] = (chunks[0].Type, Header(chunks[0].Content, random));
                break;
            case 2:
                ListMutation.Apply(chunks, random);
                break;
            case 3:
                chunks[at] = (random.Pick(Types), chunks[at].Content);
                break;
            case 4:
                chunks.Insert(at, (random.Pick(Types), [.. Enumerable.Range(0, random.Below(40)).Select(_ => random.Byte())]));
                break;
            case 5 or 6 or 7:
                Repack(chunks, random);
                break;
            default:
                chunks[at] = (chunks[at].Type, BlindMutation.Once(chunks[at].Content, random, [chunks[at].Content]));
                break;
        }

        return PngMaker.File([.. chunks.Select(c => PngMaker.Chunk(c.Type, c.Content))]);
    }

    private static byte[] Header(byte[] content, FuzzRandom random)
    {
        if (content.Length < 13) return content;
        byte[] result = [.. content];
        switch (random.Below(4))
        {
            case 0:
                BinaryPrimitives.WriteUInt32BigEndian(result.AsSpan(4 * random.Below(2)), (uint)random.Extreme());
                break;
            case 1:
                BinaryPrimitives.WriteUInt32BigEndian(result.AsSpan(4 * random.Below(2)), (uint)random.Below(20));
                break;
            case 2:
                result[8 + random.Below(2)] = random.Pick<byte>([0, 1, 2, 3, 4, 6, 8, 16]);
                break;
            default:
                result[8 + random.Below(5)] ^= (byte)(1 << random.Below(8));
                break;
        }

        return result;
    }

    /// <summary>Decompresses the image data, changes it, compresses it again and splits it into chunks of another length.</summary>
    private static void Repack(List<(string Type, byte[] Content)> chunks, FuzzRandom random)
    {
        int first = chunks.FindIndex(c => c.Type == "IDAT");
        if (first < 0) return;
        byte[] data = [.. chunks.Where(c => c.Type == "IDAT").SelectMany(c => c.Content)];
        chunks.RemoveAll(c => c.Type == "IDAT");
        byte[] lines = Inflate(data);
        byte[] changed = BlindMutation.Once(lines, random, [lines]);
        if (random.OneIn(8)) changed = [.. changed, .. new byte[1 << random.Below(20)]];
        byte[] packed = random.OneIn(4) ? BlindMutation.Once(data, random, [data]) : PngMaker.Deflate(changed);
        chunks.InsertRange(first, packed.Chunk(1 + random.Below(packed.Length + 1)).Select(part => ("IDAT", part)));
    }

    private static byte[] Inflate(byte[] data)
    {
        using var output = new MemoryStream();
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
            byte[] buffer = new byte[1 << 12];
            for (int read; output.Length < 1 << 20 && (read = zlib.Read(buffer)) > 0;) output.Write(buffer, 0, read);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // An earlier change damaged the data; the part before the damage is used.
        }

        return output.ToArray();
    }

    private static List<(string Type, byte[] Content)> Chunks(byte[] png)
    {
        var chunks = new List<(string, byte[])>();
        for (int at = 8; at <= png.Length - 12;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at));
            if (length > png.Length - at - 12) break;
            chunks.Add((Encoding.Latin1.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + (int)length)]));
            at += 12 + (int)length;
        }

        return chunks;
    }
}
