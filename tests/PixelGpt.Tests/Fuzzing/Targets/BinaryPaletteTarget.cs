using System.Buffers.Binary;
using System.Text;
using PixelGpt.Data.Palettes;
using PixelGpt.Imaging;
using PixelGpt.Tests.Fuzzing.Mutations;
using PixelGpt.Tests.Imaging;

namespace PixelGpt.Tests.Fuzzing.Targets;

/// <summary>Palette files that are not text.</summary>
internal sealed class BinaryPaletteTarget(string kind, string extension, Func<byte[], FuzzRandom, byte[]> mutate, params byte[][] seeds) : FileTarget("palette." + kind, "p" + extension, seeds)
{
    /// <summary>A table of 256 colours; a second one with the number of colours.</summary>
    public static BinaryPaletteTarget Act() => new("act", ".act", Numbers, Table(768), [.. Table(768), 0, 16, 0xFF, 0xFF]);

    /// <summary>A table of 256 colours without any mark.</summary>
    public static BinaryPaletteTarget Raw() => new("raw", ".pal", Numbers, Table(768));

    /// <summary>Adobe swatches.</summary>
    public static BinaryPaletteTarget Swatches() => new("ase", ".ase", Numbers, SwatchFile(("RGB ", [1, 0.5f, 0]), ("Gray", [0.25f])), SwatchFile(("RGB ", [0, 0, 0])));

    /// <summary>Pictures.</summary>
    public static BinaryPaletteTarget Picture() => new("png", ".png", PngMutation.Apply, PngMaker.Random(1, 4, 3, 3, 4, false, null).ToFile(), PngMaker.Random(2, 5, 4, 2, 8, false, null).ToFile());

    public override byte[] Mutate(byte[] input, FuzzRandom random) => mutate(input, random);

    /// <summary>As for PNG pictures.</summary>
    public override long MaxAllocated(int length) => base.MaxAllocated(length) + Math.Min(5L * PixelImage.MaxPixels, 5L * 8 * 1032 * length);

    protected override void Read(string path) => Assert.InRange(PaletteFile.Load(path).Count, 1, 1 << 16);

    /// <summary>Changes numbers and single bytes, which does not change the length, or anything else.</summary>
    private static byte[] Numbers(byte[] input, FuzzRandom random) =>
        input.Length > 0 && !random.OneIn(3) ? BlindMutation.WithNumber(input, random.Below(input.Length), random) : BlindMutation.Once(input, random, [input]);

    private static byte[] BigEndian(float value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteSingleBigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Table(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];

    private static byte[] SwatchFile(params (string Model, float[] Values)[] swatches)
    {
        using var file = new MemoryStream();
        file.Write("ASEF"u8);
        file.Write([0, 1, 0, 0, 0, 0, 0, (byte)swatches.Length]);
        foreach ((string model, float[] values) in swatches)
        {
            byte[] block = [0, 2, 0, (byte)'a', 0, 0, .. Encoding.ASCII.GetBytes(model), .. values.SelectMany(BigEndian), 0, 0];
            byte[] length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, block.Length);
            file.Write([0, 1, .. length, .. block]);
        }

        return file.ToArray();
    }
}
