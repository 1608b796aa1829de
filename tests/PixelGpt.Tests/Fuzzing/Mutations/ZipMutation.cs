using System.Buffers.Binary;
using System.IO.Compression;

namespace PixelGpt.Tests.Fuzzing.Mutations;

/// <summary>Changes the files of a zip archive, with corrected lengths and CRCs, or numbers in its records.</summary>
internal static class ZipMutation
{
    /// <summary>The signatures of the records and the offsets of their numbers.</summary>
    private static readonly (byte[] Signature, int[] Fields)[] Records =
    [
        ([0x50, 0x4B, 3, 4], [4, 6, 8, 14, 18, 22, 26, 28]),
        ([0x50, 0x4B, 1, 2], [8, 10, 16, 20, 24, 28, 30, 32, 34, 38, 42]),
        ([0x50, 0x4B, 5, 6], [4, 6, 8, 10, 12, 16, 20]),
        ([0x50, 0x4B, 6, 6], [4, 24, 32, 40, 48]),
        ([0x50, 0x4B, 6, 7], [4, 8, 16]),
    ];

    /// <summary>Changes one file, usually with <paramref name="change"/>.</summary>
    public static byte[] Files(byte[] zip, FuzzRandom random, Func<string, byte[], byte[]> change, bool mayPack)
    {
        List<(string Name, byte[] Content)>? files = Read(zip);
        if (files is null || files.Count == 0) return Numbers(zip, random);
        int at = random.Below(files.Count);
        switch (random.Below(8))
        {
            case 0:
                ListMutation.Apply(files, random);
                break;
            case 1:
                files[at] = (random.Pick<string>(["../" + files[at].Name, "/" + files[at].Name, "..", "a\nb", files[random.Below(files.Count)].Name, new string('n', 5000)]), files[at].Content);
                break;
            case 2:
                files[at] = (files[at].Name, BlindMutation.Once(files[at].Content, random, [files[at].Content]));
                break;
            default:
                files[at] = (files[at].Name, change(files[at].Name, files[at].Content));
                break;
        }

        return Write(files, mayPack && random.OneIn(2) ? CompressionLevel.Fastest : CompressionLevel.NoCompression);
    }

    /// <summary>Sets a number of a record to an extreme value or to the number of another record.</summary>
    public static byte[] Numbers(byte[] zip, FuzzRandom random)
    {
        (byte[] signature, int[] fields) = random.Pick(Records);
        var positions = new List<int>();
        for (int at = 0; at <= zip.Length - 60; at++)
        {
            if (zip.AsSpan(at).StartsWith(signature)) positions.Add(at);
        }

        int end = zip.AsSpan().LastIndexOf(signature);
        if (end >= 0) positions.Add(end);
        if (positions.Count == 0) return BlindMutation.Once(zip, random, [zip]);
        int position = random.Pick(positions), field = random.Pick(fields), other = random.Pick(positions);
        if (position + field + 4 > zip.Length || other + field + 4 > zip.Length) return BlindMutation.Once(zip, random, [zip]);
        byte[] result = [.. zip];
        if (random.OneIn(3)) zip.AsSpan(other + field, 4).CopyTo(result.AsSpan(position + field));
        else if (random.OneIn(2)) BinaryPrimitives.WriteUInt16LittleEndian(result.AsSpan(position + field), (ushort)random.Extreme());
        else BinaryPrimitives.WriteUInt32LittleEndian(result.AsSpan(position + field), (uint)random.Extreme());
        return result;
    }

    public static byte[] Write(IEnumerable<(string Name, byte[] Content)> files, CompressionLevel level, string comment = "")
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.Comment = comment;
            foreach ((string name, byte[] content) in files)
            {
                ZipArchiveEntry entry = archive.CreateEntry(name, level);
                entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream stream = entry.Open();
                stream.Write(content);
            }
        }

        return memory.ToArray();
    }

    private static List<(string Name, byte[] Content)>? Read(byte[] zip)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
            var files = new List<(string, byte[])>();
            foreach (ZipArchiveEntry entry in archive.Entries.Where(e => e.FullName.Length > 0))
            {
                if (entry.Length > 1 << 20) return null;
                byte[] content = new byte[entry.Length];
                using Stream stream = entry.Open();
                files.Add((entry.FullName, content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)]));
            }

            return files;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return null; // an earlier change damaged the archive
        }
    }
}
