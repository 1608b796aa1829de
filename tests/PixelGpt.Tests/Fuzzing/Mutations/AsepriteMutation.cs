using System.Buffers.Binary;
using System.IO.Compression;
using PixelGpt.Tests.Imaging;
using PixelGpt.Tests.Imaging.Aseprite;

namespace PixelGpt.Tests.Fuzzing.Mutations;

/// <summary>Changes the header, the chunks or the decompressed cels of an Aseprite file, with corrected sizes and numbers of chunks.</summary>
internal static class AsepriteMutation
{
    private const int CelType = 0x2005;

    /// <summary>Bytes of a compressed cel before its data.</summary>
    private const int CelHeaderBytes = 20;

    private static readonly int[] Types = [0x0004, 0x0011, 0x2004, CelType, 0x2007, 0x2018, 0x2019, 0x2020, 0x2023, 0xABCD];

    public static byte[] Apply(byte[] file, FuzzRandom random)
    {
        if (file.Length < AsepriteMaker.HeaderBytes) return BlindMutation.Once(file, random, [file]);
        byte[] header = file[..AsepriteMaker.HeaderBytes];
        List<(int Duration, List<(int Type, byte[] Content)> Chunks)> frames = Frames(file);
        if (frames.Count == 0) return BlindMutation.Once(file, random, [file]);
        List<(int Type, byte[] Content)> chunks = frames[random.Below(frames.Count)].Chunks;
        int at = chunks.Count == 0 ? -1 : random.Below(chunks.Count);
        switch (random.Below(10))
        {
            case 0:
                ChangeHeader(header, random);
                break;
            case 1:
                ListMutation.Apply(frames, random);
                break;
            case 2:
                ListMutation.Apply(chunks, random);
                break;
            case 3 when at >= 0:
                chunks[at] = (random.Pick(Types), chunks[at].Content);
                break;
            case 4:
                chunks.Insert(at + 1, (random.Pick(Types), [.. Enumerable.Range(0, random.Below(60)).Select(_ => random.OneIn(2) ? (byte)random.Below(4) : random.Byte())]));
                break;
            case 5 or 6 when at >= 0:
                chunks[at] = (chunks[at].Type, Repack(chunks[at], random));
                break;
            case 7 when at >= 0 && chunks[at].Content.Length > 0:
                byte[] small = [.. chunks[at].Content];
                small[random.Below(Math.Min(24, small.Length))] = (byte)random.Below(5);
                chunks[at] = (chunks[at].Type, small);
                break;
            case 8 when at >= 0 && chunks[at].Content.Length > 0:
                chunks[at] = (chunks[at].Type, BlindMutation.WithNumber(chunks[at].Content, random.Below(Math.Min(24, chunks[at].Content.Length)), random));
                break;
            case 9 when at >= 0:
                chunks[at] = (chunks[at].Type, BlindMutation.Once(chunks[at].Content, random, [chunks[at].Content]));
                break;
        }

        byte[] body = [.. frames.SelectMany(f => AsepriteMaker.Frame(f.Duration, [.. f.Chunks.Select(c => AsepriteMaker.Chunk(c.Type, c.Content))]))];
        BinaryPrimitives.WriteInt32LittleEndian(header, header.Length + body.Length);
        if (!random.OneIn(20)) BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(6), (ushort)frames.Count);
        return [.. header, .. body];
    }

    private static void ChangeHeader(byte[] header, FuzzRandom random)
    {
        int field = random.Pick<int>([6, 8, 10, 12, 14, 18, 28, 32, 34, 35]);
        int value = field switch
        {
            12 => random.Pick<int>([8, 16, 32, 24]),
            8 or 10 => random.OneIn(4) ? (int)(random.Extreme() & 0xFFFF) : 1 + random.Below(40),
            _ => random.Below(8),
        };
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(field), (ushort)value);
    }

    /// <summary>Decompresses the data of a compressed cel, changes it and compresses it again.</summary>
    private static byte[] Repack((int Type, byte[] Content) chunk, FuzzRandom random)
    {
        if (chunk.Type != CelType || chunk.Content.Length <= CelHeaderBytes) return BlindMutation.Once(chunk.Content, random, [chunk.Content]);
        byte[] data = Inflate(chunk.Content[CelHeaderBytes..]), changed = BlindMutation.Once(data, random, [data]);
        if (random.OneIn(8)) changed = [.. changed, .. new byte[1 << random.Below(16)]];
        byte[] start = chunk.Content[..CelHeaderBytes];
        if (random.OneIn(2))
        {
            int width = 1 + random.Below(12);
            BinaryPrimitives.WriteUInt16LittleEndian(start.AsSpan(16), (ushort)width);
            BinaryPrimitives.WriteUInt16LittleEndian(start.AsSpan(18), (ushort)Math.Max(1, changed.Length / width));
        }

        return [.. start, .. PngMaker.Deflate(changed)];
    }

    private static byte[] Inflate(byte[] data)
    {
        using var output = new MemoryStream();
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
            byte[] buffer = new byte[1 << 12];
            for (int read; output.Length < 1 << 16 && (read = zlib.Read(buffer)) > 0;) output.Write(buffer, 0, read);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // An earlier change damaged the data; the part before the damage is used.
        }

        return output.ToArray();
    }

    private static List<(int Duration, List<(int Type, byte[] Content)> Chunks)> Frames(byte[] file)
    {
        var frames = new List<(int, List<(int, byte[])>)>();
        for (int at = AsepriteMaker.HeaderBytes; at <= file.Length - 16;)
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at));
            if (size < 16 || size > file.Length - at) break;
            var chunks = new List<(int, byte[])>();
            for (int chunkAt = at + 16; chunkAt <= at + (int)size - 6;)
            {
                uint length = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(chunkAt));
                if (length < 6 || length > at + size - chunkAt) break;
                chunks.Add((BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(chunkAt + 4)), file[(chunkAt + 6)..(chunkAt + (int)length)]));
                chunkAt += (int)length;
            }

            frames.Add((BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(at + 8)), chunks));
            at += (int)size;
        }

        return frames;
    }
}
