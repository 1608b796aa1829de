using System.Buffers.Binary;
using PixelGpt.Parquet.Reading;
using PixelGpt.Tests.Fuzzing.Mutations;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Parquet;

namespace PixelGpt.Tests.Fuzzing.Targets;

/// <summary>Reads every column of a parquet file that may have pixels. The files are of Arrow and of Parquet.Net, with all compressions.</summary>
internal sealed class ParquetTarget() : FuzzTarget("parquet", MakeSeeds())
{
    public override byte[] Mutate(byte[] input, FuzzRandom random)
    {
        // Half of the changes are in the metadata at the end, the others in the pages and their headers.
        int footer = input.Length >= 12 ? (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(input.Length - 8)), (uint)input.Length - 12) : 0;
        int start = random.OneIn(2) && footer > 0 ? input.Length - 8 - footer : 0, end = Math.Max(start + 1, start == 0 ? input.Length - 8 - footer : input.Length - 8);
        int at = Math.Min(start + random.Below(end - start), input.Length - 1);
        byte[] changed = [.. input];
        switch (random.Below(4))
        {
            case 0: changed[at] ^= (byte)(1 << random.Below(8)); break;
            case 1: changed[at] = random.Pick<byte>([0, 1, 0x0C, 0x15, 0x19, 0x1C, 0x7F, 0x80, 0xFC, 0xFF]); break;
            case 2: return BlindMutation.WithNumber(input, at, random);
            default:
                // A number of the metadata, with the length of the metadata corrected, so that the numbers after it are read.
                byte[] number = random.Pick<byte[]>([[0], [2], [0xFE, 0xFF, 0xFF, 0xFF, 0x0F], [0x80, 0x80, 0x80, 0x80, 0x08], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40]]);
                changed = [.. input[..at], .. number, .. input[(at + 1)..]];
                if (start > 0) BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(changed.Length - 8), (uint)(footer + number.Length - 1));
                break;
        }

        return changed;
    }

    public override void Read(byte[] input) => ReadAsync(input).GetAwaiter().GetResult();

    /// <summary>The library builds objects of the metadata, and pages may be compressed; repeated values take almost no space.</summary>
    public override long MaxAllocated(int length) => (1 << 26) + (4096L * length);

    private static async Task ReadAsync(byte[] input)
    {
        await using ParquetTable table = await ParquetTable.ParseAsync(input, "a.parquet", CancellationToken.None);
        foreach (ParquetColumn column in table.Columns)
        {
            if (column.Kind == ColumnKind.Picture) Assert.DoesNotContain(await table.ReadPicturesAsync(column, CancellationToken.None), p => p.Length > input.Length * 4096);
            else if (column.Kind == ColumnKind.Number) _ = await table.ReadNumbersAsync(column, CancellationToken.None);
            else if (column.HasPixels) Assert.All(await table.ReadIndicesAsync(column, CancellationToken.None), row => Assert.True(row.Pixels.Length > 0 && (row.Size is not { } size || size.Width * size.Height == row.Pixels.Length)));
        }
    }

    private static List<byte[]> MakeSeeds()
    {
        List<byte[]> seeds = [.. Directory.GetFiles(Path.Combine(Checkout.Root, "tests", "PixelGpt.Tests", "Parquet", "Files"), "arrow-*.parquet").Where(f => !f.Contains("version2", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        seeds.Add(ParquetMaker.Lists("pixel_color", PixelGpt.Tests.Data.Sources.HubFixture.Rows(20, 16)));
        seeds.Add(ParquetMaker.Pictures("image", [[1, 2, 3], [4, 5], [6]]));
        using var folder = new TemporaryFolder();
        seeds.AddRange(PixelGpt.Parquet.ParquetExport.Write(folder["x"], TinyModels.Dataset()).Where(f => f.EndsWith(".parquet", StringComparison.Ordinal)).Select(File.ReadAllBytes));
        return seeds;
    }
}
