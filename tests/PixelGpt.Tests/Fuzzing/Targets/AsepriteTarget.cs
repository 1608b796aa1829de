using PixelGpt.Imaging;
using PixelGpt.Imaging.Aseprite;
using PixelGpt.Tests.Fuzzing.Mutations;
using PixelGpt.Tests.Imaging.Aseprite;

namespace PixelGpt.Tests.Fuzzing.Targets;

internal sealed class AsepriteTarget() : FuzzTarget("aseprite", MakeSeeds())
{
    /// <summary>The canvas, unlike the cels, has no pixels in the file, so its size does not depend on that of the file; only small ones are drawn.</summary>
    private const int MaxCanvas = 1 << 12;

    public override byte[] Mutate(byte[] input, FuzzRandom random) => random.OneIn(10) ? BlindMutation.WithNumber(input, random.Below(input.Length), random) : AsepriteMutation.Apply(input, random);

    public override void Read(byte[] input)
    {
        var file = AsepriteReader.Read(input, "a.aseprite");
        if ((long)file.Width * file.Height * file.Frames.Count > MaxCanvas) return;
        var renderer = new AsepriteRenderer(file);
        for (int i = 0; i < file.Frames.Count; i++) Assert.Equal(file.Width * file.Height, renderer.Render(i).Pixels.Length);
    }

    /// <summary>Cels, tilesets and palettes are limited by what deflate allows and by the total of the palettes; a group has a canvas of its own.</summary>
    public override long MaxAllocated(int length) => (24 << 20) + Math.Min(8L * PixelImage.MaxPixels, 8L * 1032 * length);

    private static List<byte[]> MakeSeeds()
    {
        (byte, byte, byte, byte)[] colors = [.. Enumerable.Range(0, 16).Select(i => ((byte)i, (byte)(16 * i), (byte)200, (byte)255))];
        byte[] indices = [.. Enumerable.Range(0, 96).Select(i => (byte)(i % 16))];
        byte[] palette = AsepriteMaker.Palette(16, 0, colors), tags = AsepriteMaker.Tags(("walk", 0, 1), ("idle", 2, 2));
        return
        [
            AsepriteMaker.File(12, 8, 8, [AsepriteMaker.Frame(palette, AsepriteMaker.Layer("Background", flags: 9), AsepriteMaker.Compressed(0, 0, 0, 12, 8, indices))]),
            AsepriteMaker.File(
                12, 8, 8,
                [
                    AsepriteMaker.Frame(80, [AsepriteMaker.OldPalette(0x0004, 2, (1, 2, 3), (4, 5, 6)), palette, AsepriteMaker.Layer("a"), AsepriteMaker.Layer("b", opacity: 100), tags, AsepriteMaker.Compressed(0, -2, 1, 12, 8, indices), AsepriteMaker.Raw(1, 3, 3, 4, 4, indices[..16], zIndex: -1)]),
                    AsepriteMaker.OldFrame(AsepriteMaker.Linked(0, -2, 1, 0)),
                    AsepriteMaker.NewFrame(AsepriteMaker.Palette(8, 3, colors[..2]), AsepriteMaker.Compressed(1, 0, 0, 8, 12, indices)),
                ],
                transparent: 3),
            AsepriteMaker.File(6, 4, 16, [AsepriteMaker.Frame(AsepriteMaker.OldPalette(0x0011, 0, (63, 0, 1)), AsepriteMaker.Layer("g", type: 1, opacity: 9), AsepriteMaker.Layer("in", level: 1), AsepriteMaker.Compressed(1, 1, 1, 6, 8, indices))], flags: 3),
            AsepriteMaker.File(5, 5, 32, [AsepriteMaker.Frame(AsepriteMaker.Layer("g", type: 1, opacity: 128, hasId: true), AsepriteMaker.Layer("x", level: 1, blendMode: 3, hasId: true), AsepriteMaker.Compressed(1, 0, 0, 4, 6, indices, opacity: 200), AsepriteMaker.Chunk(0x2020, 1, 2))], flags: 7),
            AsepriteMaker.File(
                8, 8, 8,
                [AsepriteMaker.Frame(palette, AsepriteMaker.Tileset(0, 3, 2, 4, indices[..24]), AsepriteMaker.Layer("map", type: 2, tileset: 0), AsepriteMaker.Tilemap(0, 0, 0, 4, 2, 0, 1, 2, 1 | 0x80000000, 2 | 0x40000000, 1 | 0x20000000, 0, 1))]),
        ];
    }
}
