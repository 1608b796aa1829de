using PixelGpt.Imaging;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Imaging;

public sealed class PngReaderTests
{
    public static TheoryData<int, int> Formats { get; } = new()
    {
        { 0, 1 }, { 0, 2 }, { 0, 4 }, { 0, 8 }, { 0, 16 },
        { 2, 8 }, { 2, 16 },
        { 3, 1 }, { 3, 2 }, { 3, 4 }, { 3, 8 },
        { 4, 8 }, { 4, 16 },
        { 6, 8 }, { 6, 16 },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_filter_and_interlace_method_is_read(int colorType, int depth)
    {
        ulong seed = 0;
        foreach ((int width, int height) in new[] { (1, 1), (1, 9), (3, 2), (5, 5), (8, 8), (13, 11) })
        {
            foreach (bool interlaced in new[] { false, true })
            {
                foreach (int? filter in new int?[] { 0, 1, 2, 3, 4, null })
                {
                    PngMaker made = PngMaker.Random(seed++, width, height, colorType, depth, interlaced, filter);
                    AssertReads(made, made.ToFile(dataChunk: seed % 3 == 0 ? 7 : int.MaxValue));
                }
            }
        }
    }

    [Fact]
    public void Samples_of_16_bits_are_rounded()
    {
        var made = new PngMaker { Width = 5, Height = 1, ColorType = 0, Depth = 16, Samples = [0, 128, 129, 65406, 65407] };
        PixelImage image = Read(made.ToFile());
        Assert.Equal([0, 0, 1, 254, 255], image.Pixels.ToArray().Select(p => (int)p.R));
    }

    [Fact]
    public void Transparency_compares_all_16_bits_of_a_sample()
    {
        var made = new PngMaker { Width = 2, Height = 1, ColorType = 0, Depth = 16, Samples = [0x1234, 0x1235], Transparency = [0x12, 0x34] };
        PixelImage image = Read(made.ToFile());
        Assert.Equal([0, 255], image.Pixels.ToArray().Select(p => (int)p.A));
    }

    [Fact]
    public void The_bits_above_the_depth_of_a_transparent_sample_are_ignored()
    {
        var made = new PngMaker { Width = 2, Height = 1, ColorType = 0, Depth = 2, Samples = [1, 2], Transparency = [0xFF, 0xFE] };
        Assert.Equal([255, 0], Read(made.ToFile()).Pixels.ToArray().Select(p => (int)p.A));
    }

    [Fact]
    public void Ancillary_chunks_suggested_palettes_and_trailing_data_are_ignored()
    {
        var made = new PngMaker { ColorType = 2, Samples = [1, 2, 3] };
        byte[] file =
        [
            .. PngMaker.File(
                made.Header(), PngMaker.Chunk("gAMA", 0, 0, 1, 2), PngMaker.Chunk("PLTE", 9, 9, 9), PngMaker.Chunk("tEXt", 65, 0, 66),
                PngMaker.Chunk("IDAT", PngMaker.Deflate(made.Scanlines())), PngMaker.Chunk("zzZz"), PngMaker.Chunk("IEND")),
            1, 2, 3,
        ];
        AssertReads(made, file);
    }

    [Fact]
    public void Read_reads_a_file()
    {
        using var folder = new TemporaryFolder();
        PngMaker made = PngMaker.Random(3, 6, 5, 6, 8, interlaced: true, filter: null);
        File.WriteAllBytes(folder["a.png"], made.ToFile());
        Assert.Equal(made.Expected(5, 4), PngReader.Read(folder["a.png"])[5, 4]);
    }

    [Fact]
    public void A_damaged_chunk_that_does_not_affect_the_pixels_is_ignored_with_a_warning()
    {
        using var folder = new TemporaryFolder();
        var made = new PngMaker { ColorType = 2, Samples = [1, 2, 3] };
        byte[] time = PngMaker.Chunk("tIME", 1, 2, 3, 4, 5, 6, 7), data = PngMaker.Chunk("IDAT", PngMaker.Deflate(made.Scanlines()));
        time[^1] ^= 1;
        File.WriteAllBytes(folder["a.png"], PngMaker.File(made.Header(), time, data, PngMaker.Chunk("IEND")));
        PictureContent picture = PictureFormats.Default.Read(folder["a.png"]);
        Assert.Equal(made.Expected(0, 0), picture.Frames[0][0, 0]);
        Assert.Equal("chunk tIME at byte 33 fails its CRC check and was ignored", Assert.Single(picture.Warnings));

        // Transparency affects the pixels.
        byte[] transparency = PngMaker.Chunk("tRNS", 0, 1, 0, 2, 0, 3);
        transparency[^1] ^= 1;
        string message = Assert.Throws<InputException>(() => Read(PngMaker.File(made.Header(), transparency, data, PngMaker.Chunk("IEND")))).Message;
        Assert.Contains("chunk tRNS at byte 33 fails its CRC check", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_a_folder_and_an_empty_file_are_reported()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(folder["no.png"], Assert.Throws<InputException>(() => PngReader.Read(folder["no.png"])).Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, Assert.Throws<InputException>(() => PngReader.Read(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("this is an empty file", Assert.Throws<InputException>(() => PngReader.Read(folder.Write("empty.png", ""))).Message, StringComparison.Ordinal);
    }

    private static PixelImage Read(byte[] file) => PngReader.Read(file, "made.png");

    private static void AssertReads(PngMaker made, byte[] file)
    {
        PixelImage image = Read(file);
        Assert.Equal((made.Width, made.Height), (image.Width, image.Height));
        for (int y = 0; y < made.Height; y++)
        {
            for (int x = 0; x < made.Width; x++) Assert.Equal(made.Expected(x, y), image[x, y]);
        }
    }
}
