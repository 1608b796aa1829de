using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Imaging;
using PixelGpt.Rendering;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Data.Palettes;

public sealed class PaletteFileTests : IDisposable
{
    private static readonly Rgb[] Three = [new(255, 255, 255), new(0, 0, 0), new(255, 128, 0)];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Extensions => [.. PaletteFile.Writers.Select(f => f.Extension)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Extensions))]
    public void Load_reads_what_Save_writes(string extension) =>
        Prop.ForAll(Gen.ArrayOf(ColorGen()).Where(c => c.Length is > 0 and <= 256).ToArbitrary(), colors =>
        {
            string path = _folder["p" + extension];
            PaletteFile.Save(path, new Palette(colors));
            return PaletteFile.Load(path).Colors.SequenceEqual(colors);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Palettes_are_unchanged_by_conversion_through_every_format()
    {
        Rgb[] colors = [.. Enumerable.Range(0, 256).Select(i => new Rgb((byte)i, (byte)(i * 7), (byte)(255 - i)))];
        var palette = new Palette(colors);
        foreach (string extension in PaletteFile.Writers.Select(f => f.Extension).Append(".ACT"))
        {
            PaletteFile.Save(_folder["p" + extension], palette);
            palette = PaletteFile.Load(_folder["p" + extension]);
        }

        Assert.Equal(colors, palette.Colors);
    }

    [Theory]
    [InlineData("gimp.gpl", "GIMP Palette\nName: Test\nColumns: 2\n#\n# a comment\n255 255 255\tWhite\n  0   0   0 Untitled\n255 128 0\n")]
    [InlineData("gimp1.gpl", "GIMP Palette\r\n255 255 255 one\r\n\r\n0 0 0 two three\r\n255 128 0 x")]
    [InlineData("aseprite.gpl", "GIMP Palette\nChannels: RGBA\n#\n255 255 255 255 White\n0 0 0 0 Black\n255 128 0 255 Orange\n")]
    [InlineData("jasc.pal", "JASC-PAL\r\n0100\r\n3\r\n255 255 255\r\n0 0 0\r\n255 128 0\r\n")]
    [InlineData("alpha.pal", "JASC-PAL\n0100\n3\n255 255 255 255\n0 0 0 0\n255 128 0 255")]
    [InlineData("lospec.hex", "ffffff\r\n000000\r\nff8000\r\n")]
    [InlineData("own.hex", "\uFEFF#FFFFFF\n\n#000000ff\nFF8000\n")]
    [InlineData("map.txt", "255 255 255\n0 0 0\n255 128 0")]
    [InlineData("gimp-by-another-name.txt", "GIMP Palette\n255 255 255\n0 0 0\n255 128 0")]
    [InlineData("paint.net.txt", "; paint.net Palette File\r\n;Colors: 3\r\nFFFFFFFF\r\nFF000000\r\n\r\n80ff8000\r\n")]
    [InlineData("paint.net-by-another-name.hex", "; Colors: 3\nFFFFFFFF\n00000000\nFFff8000")]
    [InlineData("lospec-by-another-name.txt", "\n#ffffff\n000000\nff8000\n")]
    [InlineData("map-without-extension", " 255\t255 255\n0 0 0\n255 128 0\n\n")]
    [InlineData("jasc-without-extension", "JASC-PAL\n0100\n3\n255 255 255\n0 0 0\n255 128 0")]
    public void Load_reads_files_of_other_programs(string name, string text) => Assert.Equal(Three, PaletteFile.Load(_folder.Write(name, text)).Colors);

    [Fact]
    public void Load_reads_Adobe_files_of_both_lengths()
    {
        byte[] table = new byte[772];
        for (int i = 0; i < 3; i++) (table[3 * i], table[(3 * i) + 1], table[(3 * i) + 2]) = (Three[i].R, Three[i].G, Three[i].B);
        (table[769], table[770], table[771]) = (3, 0xFF, 0xFF);
        Assert.Equal(Three, Load("long.act", table).Colors);
        Palette whole = Load("short.act", table[..768]);
        Assert.Equal((256, Three[2], new Rgb(0, 0, 0)), (whole.Count, whole[2], whole[255]));
    }

    [Theory]
    [InlineData("raw.pal")]
    [InlineData("raw")]
    public void Load_reads_tables_of_768_bytes_with_any_name(string name)
    {
        byte[] table = [.. Enumerable.Range(0, 768).Select(i => (byte)i)];
        Assert.Equal((256, new Rgb(3, 4, 5)), (Load(name, table).Count, Load(name, table)[1]));
    }

    [Theory]
    [InlineData(";comment")]
    [InlineData("123\n")]
    [InlineData("#102030\n")]
    [InlineData("1 2 3\n")]
    public void Load_reads_tables_whose_first_colours_look_like_text(string start)
    {
        byte[] table = new byte[768];
        Encoding.ASCII.GetBytes(start, table);
        Palette palette = Load("p.act", table);
        Assert.Equal((256, new Rgb(table[0], table[1], table[2])), (palette.Count, palette[0]));
    }

    [Fact]
    public void Text_palettes_may_be_in_UTF16()
    {
        foreach (Encoding encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            foreach (string text in (string[])["255 255 255\n0 0 0\n255 128 0\n", "GIMP Palette\n255 255 255\n0 0 0\n255 128 0", "; Paint.NET\nffffffff\nff000000\nffff8000"])
                Assert.Equal(Three, Load("p.txt", [.. encoding.Preamble, .. encoding.GetBytes(text)]).Colors);
        }
    }

    [Fact]
    public void Load_reads_the_colours_of_Adobe_swatches()
    {
        byte[] group = [0xC0, 1, 0, 0, 0, 6, 0, 2, 0, (byte)'g', 0, 0], end = [0xC0, 2, 0, 0, 0, 0];
        byte[] file = Swatches(group, Swatch("RGB ", 1, 1, 1), Swatch("Gray", 0), end, Swatch("RGB ", 1, 128 / 255f, -1));
        Assert.Equal(Three, Load("p.ase", file).Colors);
        Assert.Equal(Three, Load("p.gpl", file).Colors);
        string Refused(byte[] bytes) => Assert.Throws<InputException>(() => Load("p.ase", bytes)).Message;
        Assert.Contains("swatch 2 has the colour model 'CMYK', which is not supported; convert the swatches to RGB", Refused(Swatches(Swatch("Gray", 0), Swatch("CMYK", 0, 0, 0, 1))));
        Assert.Contains("swatch 1 has a value that is not a number", Refused(Swatches(Swatch("Gray", float.NaN))));
        Assert.Contains("the palette has no colours", Refused(Swatches()));
        Assert.Contains("unreadable Aseprite file", Refused([1, 2, 0, 0, 0xE0, 0xA5, 1, 0]));
        foreach (int length in (int[])[5, 13, 20, file.Length - 1]) Assert.Contains("truncated", Refused(file[..length]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    public void Load_reads_the_different_colours_of_a_picture_in_raster_order(int scale)
    {
        var picture = new PixelImage(3, 2);
        for (int i = 0; i < 5; i++) picture.Pixels[i] = Rgba.From(Three[Math.Min(i, 2)]);
        PngWriter.Write(_folder["p.png"], PixelScale.Enlarge(picture, scale));
        Assert.Equal(Three, PaletteFile.Load(_folder["p.png"]).Colors);
        File.Move(_folder["p.png"], _folder["p.pal"]);
        Assert.Equal(Three, PaletteFile.Load(_folder["p.pal"]).Colors);
    }

    [Theory]
    [InlineData(1, "a")]
    [InlineData(1, "a title that is longer than the row of its colours")]
    [InlineData(5, "a title that is longer than the row of its colours")]
    [InlineData(16, "a")]
    [InlineData(17, "a")]
    [InlineData(300, "a")]
    public void Load_reads_the_palette_pictures_of_the_program(int count, string title)
    {
        // The palette has the same colour twice, and the background colour of the picture.
        Rgba background = PalettePicture.Draw(new Palette(Three), "x").Pixels[0];
        Rgb[] colors = [.. Enumerable.Range(0, count).Select(i => i is 3 or 4 or 16 ? background.Rgb : new Rgb((byte)i, (byte)(255 - i), 7))];
        PngWriter.Write(_folder["p.png"], PalettePicture.Draw(new Palette(colors), title));
        Assert.Equal(colors, PaletteFile.Load(_folder["p.png"]).Colors);
    }

    [SharedTheory]
    [InlineData("lospec-1x.png", 8)]
    [InlineData("lospec-32x.png", 8)]
    [InlineData("paintnet.txt", 8)]
    [InlineData("swatch.ase", 8)]
    [InlineData("raw768.pal", 256)]
    public void Load_reads_the_downloads_of_Lospec_and_a_raw_palette(string name, int count)
    {
        Palette palette = PaletteFile.Load(SharedData.PathOf("cases", "palettes", name));
        Assert.Equal((count, new Rgb(0x1a, 0x1c, 0x2c), new Rgb(0x5d, 0x27, 0x5d)), (palette.Count, palette[0], palette[1]));
    }

    [Theory]
    [InlineData("p.gpl", "GIMP Palette\nName: x\n1 2\n", "p.gpl:3: expected three numbers 0–255 (got '1 2')")]
    [InlineData("p.gpl", "GIMP Palette\n1 2 256 name\n", "p.gpl:2: expected three numbers 0–255 (got '256')")]
    [InlineData("p.gpl", "GIMP Palette\n1 2 3\nName: late\n", "p.gpl:3: expected three numbers 0–255 (got 'Name: late')")]
    [InlineData("p.gpl", "GIMP Palette\n1 2 3\nred 2 3\n", "p.gpl:3: expected three numbers 0–255 (got 'red')")]
    [InlineData("p.gpl", "Gimp\n1 2 3\n", "p.gpl:1: a GIMP palette must start with")]
    [InlineData("p.gpl", "GIMP Palette\n#\n", "p.gpl: the palette has no colours")]
    [InlineData("p.gpl", "", "p.gpl:1: a GIMP palette must start with")]
    [InlineData("p.pal", "JASC\n0100\n1\n1 2 3", "p.pal:1: a JASC palette must start with")]
    [InlineData("p.pal", "JASC-PAL\n0200\n1\n1 2 3", "p.pal:2: line 2 of a JASC palette must be the version")]
    [InlineData("p.pal", "JASC-PAL", "p.pal:2: line 2 of a JASC palette must be the version")]
    [InlineData("p.pal", "JASC-PAL\n0100\nmany\n1 2 3", "p.pal:3: line 3 of a JASC palette must be the number of colours")]
    [InlineData("p.pal", "JASC-PAL\n0100\n99999999999\n1 2 3", "p.pal:3: line 3 of a JASC palette must be the number of colours")]
    [InlineData("p.pal", "JASC-PAL\n0100\n2\n1 2 3", "p.pal:3: 2 colours are declared, but there are 1")]
    [InlineData("p.pal", "JASC-PAL\n0100\n1\n1 2 3\n4 5 6", "p.pal:5: there are more colours than line 3 declares (1)")]
    [InlineData("p.pal", "JASC-PAL\n0100\n1\n1 2 3 4 5", "p.pal:4: expected three numbers 0–255 (got 5 words)")]
    [InlineData("p.pal", "JASC-PAL\n0100\n1\n1 2 -3", "p.pal:4: expected three numbers 0–255 (got '-3')")]
    [InlineData("p.pal", "RIFF0000PAL data", "Microsoft RIFF")]
    [InlineData("p.hex", "ffffff\nff80\n", "p.hex:2: expected six hexadecimal digits such as ff8000 (got 'ff80')")]
    [InlineData("p.hex", "ffffff\nff8000zz\n", "p.hex:2: expected six hexadecimal digits such as ff8000 (got 'ff8000zz')")]
    [InlineData("p.hex", "\n\n", "p.hex: the palette has no colours")]
    [InlineData("p.txt", "1 2 3\n1 2\n", "p.txt:2: expected three numbers 0–255 (got 2 numbers)")]
    [InlineData("p.txt", "; Paint.NET\nff8000\n", "p.txt:2: expected eight hexadecimal digits (alpha, red, green, blue) such as ffff8000 (got 'ff8000')")]
    [InlineData("p.txt", "; Paint.NET\n", "p.txt: the palette has no colours")]
    [InlineData("p.act", "12", "p.act: an Adobe colour table must have 768 or 772 bytes (got 2)")]
    [InlineData("p.ase", "1 2", "p.ase: not a file of Adobe swatches")]
    [InlineData("p.png", "1 2", "p.png: ")]
    [InlineData("p.xyz", "1 2", "the extension of a palette file must be one of .gpl (GIMP)")]
    [InlineData("p", "1 2", "(got '')")]
    public void Errors_state_what_is_wrong(string name, string text, string expected)
    {
        var e = Assert.Throws<InputException>(() => PaletteFile.Load(_folder.Write(name, text)));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains(_folder[name], e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Limits_are_enforced()
    {
        Assert.Contains("exceeds the limit of 4194304 bytes", Assert.Throws<InputException>(() => Load("large.hex", new byte[(1 << 22) + 1])).Message, StringComparison.Ordinal);
        string many = string.Concat(Enumerable.Repeat("abcdef\n", (1 << 16) + 1));
        Assert.Contains("at most 65536 colours", Assert.Throws<InputException>(() => PaletteFile.Load(_folder.Write("many.hex", many))).Message, StringComparison.Ordinal);
        var full = new Palette(Enumerable.Range(0, 257).Select(i => new Rgb((byte)i, 0, 0)));
        Assert.Contains("has at most 256 colours", Assert.Throws<InputException>(() => PaletteFile.Save(_folder["p.act"], full)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["p.act"]));
        Assert.Contains("no such file", Assert.Throws<InputException>(() => PaletteFile.Load(_folder["none.gpl"])).Message, StringComparison.Ordinal);
        byte[] table = new byte[772];
        Assert.Contains("must be 1 to 256 (got 0)", Assert.Throws<InputException>(() => Load("none.act", table)).Message, StringComparison.Ordinal);
        table[768] = 2;
        Assert.Contains("must be 1 to 256 (got 512)", Assert.Throws<InputException>(() => Load("many.act", table)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public void Any_input_results_in_a_palette_or_a_one_line_error(string extension)
    {
        byte[][] starts = [[], "ASEF\0\u0001\0\0\0\0\0\u0001\0\u0001\0\0\0\u0010"u8.ToArray(), "; x\n"u8.ToArray(), [.. Encoding.Unicode.Preamble], Encoding.ASCII.GetBytes("GIMP Palette\n"), Encoding.ASCII.GetBytes("JASC-PAL\n0100\n2\n"), Encoding.ASCII.GetBytes("ff80")];
        Prop.ForAll(Gen.Elements(starts).SelectMany(start => Gen.ArrayOf(Gen.Elements((byte)'1', (byte)' ', (byte)'\n', (byte)'f', (byte)0, (byte)0xFF, (byte)0x1B)).Select(rest => (byte[])[.. start, .. rest])).ToArbitrary(), bytes =>
        {
            try
            {
                return Load("fuzz" + extension, bytes).Count > 0;
            }
            catch (InputException e)
            {
                return !e.Message.Any(char.IsControl);
            }
        }).QuickCheckThrowOnFailure();
    }

    private static byte[] Swatches(params byte[][] blocks) => [.. "ASEF"u8, 0, 1, 0, 0, 0, 0, 0, (byte)blocks.Length, .. blocks.SelectMany(b => b)];

    private static byte[] Swatch(string model, params float[] channels)
    {
        byte[] Float(float value)
        {
            byte[] bytes = new byte[4];
            BinaryPrimitives.WriteSingleBigEndian(bytes, value);
            return bytes;
        }

        byte[] content = [0, 2, 0, (byte)'c', 0, 0, .. Encoding.ASCII.GetBytes(model), .. channels.SelectMany(Float), 0, 0];
        return [0, 1, 0, 0, 0, (byte)content.Length, .. content];
    }

    private Palette Load(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        return PaletteFile.Load(_folder[name]);
    }

    private static Gen<Rgb> ColorGen() => Gen.Choose(0, 0xFFFFFF).Select(v => new Rgb((byte)(v >> 16), (byte)(v >> 8), (byte)v));
}
