using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Aseprite;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Imaging.Aseprite;

public sealed class AsepriteWriterTests
{
    [Fact]
    public void A_written_file_is_read_again_without_change() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            AsepriteFile file = Random((ulong)seed), read = AsepriteReader.Read(Write(file), "a.aseprite");
            Assert.Equal((file.Width, file.Height, file.ColorMode, file.TransparentIndex, file.HasGroupOpacity), (read.Width, read.Height, read.ColorMode, read.TransparentIndex, read.HasGroupOpacity));
            Assert.Equal(file.Layers, read.Layers);
            Assert.Equal(file.Tags, read.Tags);
            Assert.Equal(file.Frames.Select(f => f.Duration), read.Frames.Select(f => f.Duration));
            AsepriteRenderer expected = new(file), actual = new(read);
            for (int i = 0; i < file.Frames.Count; i++)
            {
                Assert.Equal(file.Frames[i].Palette, read.Frames[i].Palette);
                Assert.Equal(file.Frames[i].Cels.Select(Describe), read.Frames[i].Cels.Select(Describe));
                Assert.Equal(expected.Render(i).Pixels.ToArray(), actual.Render(i).Pixels.ToArray());
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_fields_are_those_of_the_specification()
    {
        AsepriteCelImage shared = new(2, 1, [1, 2]);
        Rgba[] palette = [default, new(1, 2, 3), new(4, 5, 6)];
        byte[] bytes = Write(new AsepriteFile
        {
            Width = 20,
            Height = 10,
            ColorMode = AsepriteColorMode.Indexed,
            Layers = [new AsepriteLayer("prompt") { IsEditable = false }, new AsepriteLayer("é")],
            Frames = [new AsepriteFrame(100, palette, [new AsepriteCel(0, 3, -1, shared)]), new AsepriteFrame(250, palette, [new AsepriteCel(0, 3, -1, shared)])],
            Tags = [new AsepriteTag("all", 0, 1)],
        });
        Assert.Equal(bytes.Length, BinaryPrimitives.ReadInt32LittleEndian(bytes));
        Assert.Equal([0xA5E0, 2, 20, 10, 8, 1, 0, 100], Words(bytes, 4, 8));
        Assert.Equal((0, 3), (bytes[28], BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(32))));
        Assert.Equal((1, 1), (bytes[34], bytes[35]));
        List<(int At, int Type, int Size)> chunks = [];
        int at = 128;
        foreach (int duration in (int[])[100, 250])
        {
            int end = at + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at)), count = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 12));
            Assert.Equal([0xF1FA, count, duration, 0], Words(bytes, at + 4, 4));
            at += 16;
            for (; count > 0; count--)
            {
                int size = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
                chunks.Add((at + 6, Words(bytes, at + 4, 1)[0], size - 6));
                at += size;
            }

            Assert.Equal(end, at);
        }

        Assert.Equal(bytes.Length, at);
        Assert.Equal([0x2007, 0x2019, 0x2004, 0x2004, 0x2018, 0x2005, 0x2005], chunks.Select(c => c.Type));

        // An sRGB profile; a palette of three colours, 0 to 2; a visible locked layer; a tag of both frames.
        Assert.Equal((16, 1), (chunks[0].Size, Words(bytes, chunks[0].At, 1)[0]));
        Assert.Equal([3, 0, 0, 0, 2, 0], Words(bytes, chunks[1].At, 6));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 255, 0, 0, 4, 5, 6, 255], bytes[(chunks[1].At + 21)..(chunks[1].At + 38)]);
        Assert.Equal([1, 0, 0, 0, 0, 0], Words(bytes, chunks[2].At, 6));
        Assert.Equal([255, 0, 0, 0, 6, 0, .. "prompt"u8], bytes[(chunks[2].At + 12)..(chunks[2].At + chunks[2].Size)]);
        Assert.Equal([3, 0, 0], Words(bytes, chunks[3].At, 3));
        Assert.Equal([1, 0, 0, 0, 0, 0, 1], Words(bytes, chunks[4].At, 7));
        Assert.Equal(2 + 8 + 17 + 5, chunks[4].Size);

        // The first cel is compressed, at 3, −1, with full opacity; the second is linked to frame 0.
        Assert.Equal([0, 3, 0xFFFF], Words(bytes, chunks[5].At, 3));
        Assert.Equal((255, 2), (bytes[chunks[5].At + 6], bytes[chunks[5].At + 7]));
        Assert.Equal([2, 1], Words(bytes, chunks[5].At + 16, 2));
        Assert.Equal((18, 1, 0), (chunks[6].Size, bytes[chunks[6].At + 7], bytes[chunks[6].At + 16]));
    }

    private static (int Layer, int X, int Y, int Opacity, int ZIndex, int Width, int Height, string Pixels) Describe(AsepriteCel cel) =>
        (cel.Layer, cel.X, cel.Y, cel.Opacity, cel.ZIndex, cel.Image.Width, cel.Image.Height, Convert.ToHexString(cel.Image.Pixels));

    private static int[] Words(byte[] bytes, int at, int count) => [.. Enumerable.Range(0, count).Select(i => (int)BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at + (2 * i))))];

    private static byte[] Write(AsepriteFile file)
    {
        using var stream = new MemoryStream();
        AsepriteWriter.Write(stream, file);
        return stream.ToArray();
    }

    private static AsepriteFile Random(ulong seed)
    {
        var random = new PhiloxRandom(seed);
        AsepriteColorMode mode = ((AsepriteColorMode[])[AsepriteColorMode.Indexed, AsepriteColorMode.Gray, AsepriteColorMode.Rgba])[random.NextInt32(3)];
        bool hasGroupOpacity = random.NextInt32(2) == 0;
        var layers = new List<AsepriteLayer>();
        for (int count = random.NextInt32(1, 6); count > 0; count--)
        {
            bool isGroup = random.NextInt32(3) == 0;
            layers.Add(new AsepriteLayer($"layer {count}")
            {
                IsVisible = random.NextInt32(4) > 0,
                IsEditable = random.NextInt32(2) > 0,
                IsBackground = random.NextInt32(4) == 0,
                IsReference = random.NextInt32(5) == 0,
                IsGroup = isGroup,
                ChildLevel = layers.Count == 0 ? 0 : random.NextInt32(layers[^1].ChildLevel + (layers[^1].IsGroup ? 2 : 1)),
                Opacity = isGroup && !hasGroupOpacity ? (byte)255 : (byte)random.NextInt32(256),
            });
        }

        Rgba[] palette = [.. Enumerable.Range(0, random.NextInt32(1, 20)).Select(i => new Rgba((byte)i, (byte)(9 * i), 7, (byte)(i * 40)))];
        AsepriteCelImage[] images = [.. Enumerable.Range(0, 4).Select(_ => Image(ref random, (int)mode / 8))];
        int frames = random.NextInt32(1, 5);
        var all = new List<AsepriteFrame>();
        for (int f = 0; f < frames; f++)
        {
            var cels = new List<AsepriteCel>();
            for (int layer = 0; layer < layers.Count; layer++)
            {
                if (layers[layer].IsGroup || random.NextInt32(4) == 0) continue;
                cels.Add(new AsepriteCel(layer, random.NextInt32(9) - 4, random.NextInt32(9) - 4, images[random.NextInt32(4)]) { Opacity = (byte)random.NextInt32(256), ZIndex = random.NextInt32(5) - 2 });
            }

            all.Add(new AsepriteFrame(random.NextInt32(1, 1000), palette, cels));
        }

        return new AsepriteFile
        {
            Width = random.NextInt32(1, 9),
            Height = random.NextInt32(1, 9),
            ColorMode = mode,
            TransparentIndex = (byte)random.NextInt32(3),
            HasGroupOpacity = hasGroupOpacity,
            Layers = layers,
            Frames = all,
            Tags = random.NextInt32(2) == 0 ? [] : [new AsepriteTag("Gehen ☃", 0, frames - 1) { Direction = 1, Repeat = 2 }],
        };
    }

    private static AsepriteCelImage Image(ref PhiloxRandom random, int pixelBytes)
    {
        int width = random.NextInt32(1, 7), height = random.NextInt32(1, 7);
        var pixels = new byte[width * height * pixelBytes];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)random.NextInt32(pixelBytes == 1 ? 24 : 256);
        return new AsepriteCelImage(width, height, pixels);
    }
}
