using PixelGpt.Imaging.Aseprite;

namespace PixelGpt.Tests.Imaging.Aseprite;

public sealed class AsepriteReaderTests
{
    private static readonly (byte R, byte G, byte B, byte A)[] Colors = [(9, 9, 9, 255), (255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 128)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Indexed_cels_are_drawn_at_their_positions_and_clipped(bool isCompressed)
    {
        Func<int, int, int, int, int, byte[], byte, int, byte[]> cel = isCompressed ? AsepriteMaker.Compressed : AsepriteMaker.Raw;
        byte[] file = Indexed(3, 2, AsepriteMaker.Layer("a"), cel(0, -1, 0, 3, 3, [1, 2, 0, 1, 1, 3, 2, 2, 2], 255, 0));
        Assert.Equal(["#00ff00ff", "#00000000", "#00000000", "#ff0000ff", "#0000ff80", "#00000000"], Render(file));
    }

    [Fact]
    public void Only_the_background_has_the_transparent_index_as_a_colour()
    {
        byte[] cel = AsepriteMaker.Raw(0, 0, 0, 2, 1, [0, 1]);
        Assert.Equal(["#00000000", "#ff0000ff"], Render(Indexed(2, 1, AsepriteMaker.Layer("a"), cel)));
        Assert.Equal(["#090909ff", "#ff0000ff"], Render(Indexed(2, 1, AsepriteMaker.Layer("Background", flags: 1 | 8), cel)));
        byte[] other = AsepriteMaker.File(2, 1, 8, [AsepriteMaker.Frame(AsepriteMaker.Palette(4, 0, Colors), AsepriteMaker.Layer("a"), cel)], transparent: 1);
        Assert.Equal(["#090909ff", "#00000000"], Render(other));
    }

    [Fact]
    public void Grey_and_RGBA_files_have_their_own_alpha()
    {
        byte[] grey = AsepriteMaker.File(2, 1, 16, [AsepriteMaker.Frame(AsepriteMaker.Layer("a"), AsepriteMaker.Compressed(0, 0, 0, 2, 1, [77, 255, 30, 100]))]);
        Assert.Equal(["#4d4d4dff", "#1e1e1e64"], Render(grey));
        byte[] color = AsepriteMaker.File(2, 1, 32, [AsepriteMaker.Frame(AsepriteMaker.Layer("a"), AsepriteMaker.Compressed(0, 0, 0, 2, 1, [1, 2, 3, 255, 4, 5, 6, 0]))]);
        Assert.Equal(["#010203ff", "#00000000"], Render(color));
    }

    [Fact]
    public void Layers_are_blended_with_the_opacity_of_layer_and_cel()
    {
        byte[] File(uint flags) => AsepriteMaker.File(
            1, 1, 32,
            [AsepriteMaker.Frame(AsepriteMaker.Layer("a"), AsepriteMaker.Layer("b", opacity: 128), AsepriteMaker.Raw(0, 0, 0, 1, 1, [0, 0, 0, 255]), AsepriteMaker.Raw(1, 0, 0, 1, 1, [200, 100, 0, 255], opacity: 128))],
            flags);

        // 128/255 of the opacity 128 is 64: 200·64/255 = 50.2.
        Assert.Equal(["#321900ff"], Render(File(1)));
        Assert.Equal(["#643200ff"], Render(File(0)));
    }

    [Fact]
    public void Hidden_and_reference_layers_and_those_of_hidden_groups_are_not_drawn()
    {
        byte[][] layers =
        [
            AsepriteMaker.Layer("hidden", flags: 0), AsepriteMaker.Layer("reference", flags: 1 | 64), AsepriteMaker.Layer("hidden group", flags: 0, type: 1),
            AsepriteMaker.Layer("inner group", type: 1, level: 1), AsepriteMaker.Layer("in it", level: 2), AsepriteMaker.Layer("shown"),
        ];
        byte[][] cels = [AsepriteMaker.Raw(0, 0, 0, 1, 1, [1]), AsepriteMaker.Raw(1, 1, 0, 1, 1, [1]), AsepriteMaker.Raw(4, 2, 0, 1, 1, [1]), AsepriteMaker.Raw(5, 3, 0, 1, 1, [1])];
        byte[] file = Indexed(4, 1, [.. layers, .. cels]);
        Assert.Equal(["#00000000", "#00000000", "#00000000", "#ff0000ff"], Render(file));
    }

    [Fact]
    public void Translucent_groups_are_drawn_as_one_picture()
    {
        byte[][] chunks =
        [
            AsepriteMaker.Layer("below"), AsepriteMaker.Layer("group", type: 1, opacity: 128), AsepriteMaker.Layer("a", level: 1), AsepriteMaker.Layer("b", level: 1),
            AsepriteMaker.Raw(0, 0, 0, 1, 1, [0, 0, 0, 255]), AsepriteMaker.Raw(2, 0, 0, 1, 1, [255, 0, 0, 255]), AsepriteMaker.Raw(3, 0, 0, 1, 1, [0, 0, 255, 255]),
        ];
        Assert.Equal(["#000080ff"], Render(AsepriteMaker.File(1, 1, 32, [AsepriteMaker.Frame(chunks)], flags: 3)));
        Assert.Equal(["#0000ffff"], Render(AsepriteMaker.File(1, 1, 32, [AsepriteMaker.Frame(chunks)], flags: 1)));
    }

    [Theory]
    [InlineData(0, 0, 0, "#007f80ff")]
    [InlineData(0, 0, -1, "#00ff00ff")]
    [InlineData(0, 0, -2, "#00ff00ff")]
    [InlineData(2, 0, 0, "#ff0000ff")]
    [InlineData(1, 0, 0, "#7f0080ff")]
    public void The_z_index_moves_a_cel_before_or_behind_others(int first, int second, int third, string expected)
    {
        byte[] file = Indexed(
            1, 1,
            AsepriteMaker.Layer("a"), AsepriteMaker.Layer("b"), AsepriteMaker.Layer("c"),
            AsepriteMaker.Raw(0, 0, 0, 1, 1, [1], zIndex: first), AsepriteMaker.Raw(1, 0, 0, 1, 1, [2], zIndex: second), AsepriteMaker.Raw(2, 0, 0, 1, 1, [3], zIndex: third));
        Assert.Equal([expected], Render(file));
    }

    [Fact]
    public void Frames_have_durations_links_and_tags()
    {
        byte[] file = AsepriteMaker.File(
            1, 1, 32,
            [
                AsepriteMaker.Frame(50, [AsepriteMaker.Layer("a"), AsepriteMaker.Tags(("walk", 0, 1), ("jump\n", 2, 2)), AsepriteMaker.Raw(0, 0, 0, 1, 1, [1, 1, 1, 255])]),
                AsepriteMaker.NewFrame(AsepriteMaker.Linked(0, 0, 0, 0)),
                AsepriteMaker.OldFrame(AsepriteMaker.Raw(0, 0, 0, 1, 1, [2, 2, 2, 255])),
            ],
            speed: 70);
        var read = AsepriteReader.Read(file, "a.aseprite");
        Assert.Equal([50, 70, 70], read.Frames.Select(f => f.Duration));
        Assert.Equal([("walk", 0, 1, 2, 3), ("jump\n", 2, 2, 2, 3)], read.Tags.Select(t => (t.Name, t.First, t.Last, (int)t.Direction, t.Repeat)));
        Assert.Equal(["#010101ff", "#010101ff", "#020202ff"], [Render(file)[0], Render(file, 1)[0], Render(file, 2)[0]]);
        Assert.Same(read.Frames[0].Cels[0].Image, read.Frames[1].Cels[0].Image);
    }

    [Theory]
    [InlineData(0x0004, 40, "#284040ff")]
    [InlineData(0x0011, 10, "#284141ff")]
    public void Palettes_of_old_versions_are_read_unless_there_is_a_new_one(int type, byte red, string expected)
    {
        byte green = (byte)(type == 0x0004 ? 64 : 16);
        byte[] old = AsepriteMaker.OldPalette(type, 1, (red, green, green)), cel = AsepriteMaker.Raw(0, 0, 0, 1, 1, [1]);
        Assert.Equal([expected], Render(AsepriteMaker.File(1, 1, 8, [AsepriteMaker.Frame(old, AsepriteMaker.Layer("a"), cel)])));
        Assert.Equal(["#ff0000ff"], Render(AsepriteMaker.File(1, 1, 8, [AsepriteMaker.Frame(AsepriteMaker.Palette(4, 0, Colors), old, AsepriteMaker.Layer("a"), cel)])));
    }

    [Fact]
    public void Palettes_may_change_between_frames()
    {
        byte[] file = AsepriteMaker.File(1, 1, 8, [AsepriteMaker.Frame(AsepriteMaker.Palette(4, 0, Colors), AsepriteMaker.Layer("a"), AsepriteMaker.Raw(0, 0, 0, 1, 1, [2])), AsepriteMaker.Frame(AsepriteMaker.Palette(3, 2, (7, 8, 9, 255)), AsepriteMaker.Linked(0, 0, 0, 0))]);
        Assert.Equal(["#00ff00ff"], Render(file));
        Assert.Equal(["#070809ff"], Render(file, 1));
    }

    [Fact]
    public void Tilemaps_are_drawn_with_their_flips()
    {
        // Tile 1 is 1 2 over 3 1; tile 0 is empty.
        byte[] tiles = [0, 0, 0, 0, 1, 2, 3, 1];
        byte[] file = Indexed(4, 4, AsepriteMaker.Tileset(5, 2, 2, 2, tiles), AsepriteMaker.Layer("map", type: 2, tileset: 5), AsepriteMaker.Tilemap(0, 0, 0, 2, 2, 1, 1 | 0x80000000, 1 | 0x40000000, 1 | 0x20000000));
        string[] names = [.. Render(file).Select(c => c switch { "#ff0000ff" => "1", "#00ff00ff" => "2", "#0000ff80" => "3", _ => "." })];
        Assert.Equal("1221 3113 3113 1221", string.Join(' ', names.Chunk(4).Select(row => string.Concat(row))));
        byte[] empty = Indexed(2, 2, AsepriteMaker.Tileset(5, 2, 2, 2, tiles), AsepriteMaker.Layer("map", type: 2, tileset: 5), AsepriteMaker.Tilemap(0, 0, 0, 1, 1, 0));
        Assert.All(Render(empty), color => Assert.Equal("#00000000", color));
    }

    [Fact]
    public void Other_chunks_are_ignored_and_what_is_not_supported_is_said()
    {
        byte[] file = AsepriteMaker.File(
            1, 1, 8,
            [AsepriteMaker.Frame(AsepriteMaker.Chunk(0x2007, new byte[16]), AsepriteMaker.Palette(4, 0, Colors), AsepriteMaker.Chunk(0x2020, 1, 2, 3), AsepriteMaker.Layer("glow", blendMode: 2, hasId: true), AsepriteMaker.Raw(0, 0, 0, 1, 1, [9]), AsepriteMaker.Chunk(0x2006), AsepriteMaker.Chunk(0xABCD, 1))],
            flags: 1 | 4, pixelWidth: 2);
        var read = AsepriteReader.Read(file, "a.aseprite");
        Assert.Contains("the blend mode of layer 'glow' is not supported, and normal is used", read.Warning);
        Assert.Contains("2:1", read.Warning);
        var renderer = new AsepriteRenderer(read);
        Assert.Equal(default, renderer.Render(0)[0, 0]);
        Assert.Equal(1, renderer.Outside);
    }

    [Fact]
    public void Damage_is_refused_with_its_place()
    {
        byte[] layer = AsepriteMaker.Layer("a"), palette = AsepriteMaker.Palette(4, 0, Colors);
        byte[] good = Indexed(2, 1, layer, AsepriteMaker.Compressed(0, 0, 0, 2, 1, [1, 2]));
        for (int length = 0; length < good.Length; length++) Assert.ThrowsAny<InputException>(() => AsepriteReader.Read(good.AsMemory(0, length), "a.ase"));

        Refused("this is a GIF picture, but an Aseprite file is required", [.. "GIF89a"u8, .. new byte[200]]);
        Refused("24 bits per pixel", AsepriteMaker.File(1, 1, 24, [AsepriteMaker.Frame()]));
        Refused("there are no frames", AsepriteMaker.File(1, 1, 8, []));
        Refused("at least 1×1 pixels", AsepriteMaker.File(0, 1, 8, [AsepriteMaker.Frame()]));
        Refused("frame 2 of 2 at byte 144", AsepriteMaker.File(1, 1, 8, [AsepriteMaker.Frame()], frameCount: 2));
        Refused("there are only 1 layers before it", Indexed(1, 1, layer, AsepriteMaker.Raw(1, 0, 0, 1, 1, [1])));
        Refused("which is a group", Indexed(1, 1, AsepriteMaker.Layer("g", type: 1), AsepriteMaker.Raw(0, 0, 0, 1, 1, [1])));
        Refused("in 2 groups is not possible", Indexed(1, 1, layer, AsepriteMaker.Layer("b", level: 2)));
        Refused("linked to frame 1, which is not before", Indexed(1, 1, layer, AsepriteMaker.Linked(0, 0, 0, 0)));
        Refused("which has no cel on layer 0", AsepriteMaker.File(1, 1, 8, [AsepriteMaker.Frame(palette, layer), AsepriteMaker.Frame(AsepriteMaker.Linked(0, 0, 0, 0))]));
        Refused("compressed data ends too early", Indexed(2, 1, layer, AsepriteMaker.Compressed(0, 0, 0, 2, 2, [1, 2, 3])));
        Refused("more compressed data", Indexed(2, 1, layer, AsepriteMaker.Compressed(0, 0, 0, 2, 1, [1, 2, 3])));
        Refused("too few for", Indexed(2, 1, layer, AsepriteMaker.Compressed(0, 0, 0, 4000, 4000, [1])));
        Refused("compressed data is damaged", Indexed(2, 1, layer, AsepriteMaker.Cel(0, 0, 0, 2, [2, 0, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8])));
        Refused("cel type 7", Indexed(2, 1, layer, AsepriteMaker.Cel(0, 0, 0, 7, [])));
        Refused("layer type 3", Indexed(2, 1, AsepriteMaker.Layer("x", type: 3)));
        Refused("not in a palette of 2", AsepriteMaker.File(1, 1, 8, [AsepriteMaker.Frame(AsepriteMaker.Palette(2, 0, Colors))]));
        Refused("a value must be 0 to 63", AsepriteMaker.File(1, 1, 8, [AsepriteMaker.Frame(AsepriteMaker.OldPalette(0x0011, 0, (64, 0, 0)))]));
        Refused("above index 255", AsepriteMaker.File(1, 1, 8, [AsepriteMaker.Frame(AsepriteMaker.OldPalette(0x0004, 255, (1, 1, 1), (1, 1, 1)))]));
        Refused("the tag 'walk' has the frames 1 to 3 of 1", AsepriteMaker.File(1, 1, 8, [AsepriteMaker.Frame(AsepriteMaker.Tags(("walk", 0, 2)))]));
        Refused("its tileset 5 is missing", Indexed(2, 2, AsepriteMaker.Layer("map", type: 2, tileset: 5), AsepriteMaker.Tilemap(0, 0, 0, 1, 1, 0)));
        Refused("not in its tileset of 1 tiles", Indexed(2, 2, AsepriteMaker.Tileset(5, 1, 1, 1, [0]), AsepriteMaker.Layer("map", type: 2, tileset: 5), AsepriteMaker.Tilemap(0, 0, 0, 1, 1, 1)));
        Refused("is in another file", Indexed(2, 2, AsepriteMaker.Chunk(0x2023, [.. AsepriteMaker.Dword(0), .. AsepriteMaker.Dword(1), .. new byte[30], .. new byte[8]])));

        static void Refused(string message, byte[] file)
        {
            var error = Assert.Throws<InputException>(() => AsepriteReader.Read(file, "a.ase"));
            Assert.StartsWith("a.ase: ", error.Message);
            Assert.Contains(message, error.Message);
        }
    }

    private static byte[] Indexed(int width, int height, params byte[][] chunks) => AsepriteMaker.File(width, height, 8, [AsepriteMaker.Frame([AsepriteMaker.Palette(4, 0, Colors), .. chunks])]);

    private static string[] Render(byte[] file, int frame = 0) => [.. new AsepriteRenderer(AsepriteReader.Read(file, "a.ase")).Render(frame).Pixels.ToArray().Select(p => p.A == 0 ? "#00000000" : p.ToString())];
}
