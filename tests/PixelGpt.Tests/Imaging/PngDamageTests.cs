using System.Buffers.Binary;
using PixelGpt.Imaging;
using PixelGpt.Numerics;

namespace PixelGpt.Tests.Imaging;

/// <summary>Tests that any input results in a picture or a one-line error, quickly and with little memory.</summary>
public sealed class PngDamageTests
{
    private static readonly PngMaker Gray = new() { Width = 2, Height = 2, Samples = [10, 20, 30, 40], Filter = 0 };
    private static readonly PngMaker Indexed = new() { Width = 2, Height = 1, ColorType = 3, Depth = 2, Samples = [0, 1], Palette = [1, 2, 3, 4, 5, 6], Filter = 0 };
    private static readonly byte[] Data = PngMaker.Chunk("IDAT", PngMaker.Deflate(Gray.Scanlines()));
    private static readonly byte[] End = PngMaker.Chunk("IEND");

    public static TheoryData<string, byte[]> Damaged { get; } = new()
    {
        { "the PNG signature is missing", [0x7F, 0xD8, 0xFF, 0xE0, 0, 0, 0, 0, 0, 0] },
        { "unexpected chunk IDAT: IHDR must be the first chunk", PngMaker.File(Data, End) },
        { "unexpected chunk IHDR: IHDR must be the first chunk and occur once", PngMaker.File(Gray.Header(), Gray.Header(), Data, End) },
        { "IHDR chunk must have 13 bytes (got 12)", PngMaker.File(PngMaker.Chunk("IHDR", new byte[12]), Data, End) },
        { "colour type 1 with 8 bits", PngMaker.File(Header(1, 1, 8, 1), Data, End) },
        { "colour type 2 with 4 bits", PngMaker.File(Header(1, 1, 4, 2), Data, End) },
        { "colour type 3 with 16 bits", PngMaker.File(Header(1, 1, 16, 3), Data, End) },
        { "colour type 0 with 3 bits", PngMaker.File(Header(1, 1, 3, 0), Data, End) },
        { "compression method 1", PngMaker.File(Header(2, 2, 8, 0, compression: 1), Data, End) },
        { "filter method 64", PngMaker.File(Header(2, 2, 8, 0, filter: 64), Data, End) },
        { "interlace method 2", PngMaker.File(Header(2, 2, 8, 0, interlace: 2), Data, End) },
        { "a picture must be at least 1×1 pixels (got 0×2)", PngMaker.File(Header(0, 2, 8, 0), Data, End) },
        { "a picture must be at least 1×1 pixels (got 2×0)", PngMaker.File(Header(2, 0, 8, 0), Data, End) },
        { "4294967295×4294967295 pixels exceeds the limit", PngMaker.File(Header(uint.MaxValue, uint.MaxValue, 16, 6), Data, End) },
        { "65536×65536 pixels exceeds the limit", PngMaker.File(Header(65536, 65536, 8, 0), Data, End) },
        { "1×2147483647 pixels exceeds the limit", PngMaker.File(Header(1, int.MaxValue, 1, 0), Data, End) },
        { "too few for 8192×8192 pixels", PngMaker.File(Header(8192, 8192, 16, 6), Data, End) },
        { "critical chunk ABCD is unknown", PngMaker.File(Gray.Header(), PngMaker.Chunk("ABCD"), Data, End) },
        { "are not a chunk type", PngMaker.File(Gray.Header(), PngMaker.Chunk("a1cd"), Data, End) },
        { "IDAT chunks must be consecutive", PngMaker.File(Gray.Header(), PngMaker.Chunk("IDAT"), PngMaker.Chunk("tIME"), Data, End) },
        { "there is no image data", PngMaker.File(Gray.Header(), End) },
        { "0 bytes of image data are too few", PngMaker.File(Gray.Header(), PngMaker.Chunk("IDAT"), End) },
        { "before its IEND chunk", PngMaker.File(Gray.Header(), Data) },
        { "IEND chunk must be empty (got 1 bytes)", PngMaker.File(Gray.Header(), Data, PngMaker.Chunk("IEND", 7)) },
        { "declares 4294967295 bytes", [.. PngMaker.File(Gray.Header()), 0xFF, 0xFF, 0xFF, 0xFF, .. "IDAT"u8, 0, 0, 0, 0] },
        { "PLTE chunk in a greyscale", PngMaker.File(Gray.Header(), PngMaker.Chunk("PLTE", 1, 2, 3), Data, End) },
        { "has no PLTE chunk before its image data", PngMaker.File(Indexed.Header(), Data, End) },
        { "second PLTE", PngMaker.File(Indexed.Header(), PngMaker.Chunk("PLTE", 1, 2, 3), PngMaker.Chunk("PLTE", 1, 2, 3), Data, End) },
        { "PLTE chunk after", PngMaker.File(Header(1, 1, 8, 2), Data, PngMaker.Chunk("PLTE", 1, 2, 3), End) },
        { "PLTE chunk after", PngMaker.File(Header(1, 1, 8, 2), PngMaker.Chunk("tRNS", new byte[6]), PngMaker.Chunk("PLTE", 1, 2, 3), Data, End) },
        { "1 to 4 colours (got 4 bytes)", PngMaker.File(Indexed.Header(), PngMaker.Chunk("PLTE", 1, 2, 3, 4), Data, End) },
        { "1 to 4 colours (got 0 bytes)", PngMaker.File(Indexed.Header(), PngMaker.Chunk("PLTE"), Data, End) },
        { "1 to 4 colours", PngMaker.File(Indexed.Header(), PngMaker.Chunk("PLTE", new byte[15]), Data, End) },
        { "tRNS chunk has 1 colours, but the PLTE chunk before it has 0", PngMaker.File(Indexed.Header(), PngMaker.Chunk("tRNS", 1), PngMaker.Chunk("PLTE", 1, 2, 3), Data, End) },
        { "tRNS chunk has 2 colours, but the PLTE chunk before it has 1", PngMaker.File(Indexed.Header(), PngMaker.Chunk("PLTE", 1, 2, 3), PngMaker.Chunk("tRNS", 1, 2), Data, End) },
        { "tRNS chunk must have 2 bytes (got 1)", PngMaker.File(Gray.Header(), PngMaker.Chunk("tRNS", 1), Data, End) },
        { "second tRNS", PngMaker.File(Gray.Header(), PngMaker.Chunk("tRNS", 0, 1), PngMaker.Chunk("tRNS", 0, 1), Data, End) },
        { "tRNS chunk after IDAT", PngMaker.File(Gray.Header(), Data, PngMaker.Chunk("tRNS", 0, 1), End) },
        { "with an alpha channel", PngMaker.File(Header(1, 1, 8, 6), PngMaker.Chunk("tRNS", 0, 1), Data, End) },
        { "index 2 in row 0 is outside the palette of 2", Make(Indexed, [0, 0b00100000]) },
        { "filter type 5 in row 1", Make(Gray, [0, 1, 2, 5, 3, 4]) },
        { "ends in row 1 of 2", Make(Gray, [0, 1, 2, 0, 3]) },
        { "more image data than the size requires", Make(Gray, [0, 1, 2, 0, 3, 4, 0]) },
        { "compressed image data is damaged", PngMaker.File(Gray.Header(), PngMaker.Chunk("IDAT", 1, 2, 3, 4, 5), End) },
        { "compressed image data is damaged", PngMaker.File(Gray.Header(), PngMaker.Chunk("IDAT", [.. PngMaker.Deflate(Gray.Scanlines())[..^1], 0]), End) },
        { "compressed image data is truncated", PngMaker.File(Gray.Header(), PngMaker.Chunk("IDAT", PngMaker.Deflate(Gray.Scanlines())[..^1]), End) },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Errors_state_the_file_and_the_problem(string what, byte[] file)
    {
        string message = Refusal(file);
        Assert.StartsWith("bad.png: ", message, StringComparison.Ordinal);
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_change_of_any_byte_is_detected()
    {
        byte[] whole = Indexed.ToFile();
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= 0x20;
            Refusal(changed);
        }
    }

    [Fact]
    public void A_file_truncated_anywhere_is_rejected()
    {
        byte[] whole = PngMaker.Random(2, 5, 4, 3, 4, interlaced: true, filter: null).ToFile(dataChunk: 20);
        for (int length = 0; length < whole.Length; length++) Refusal(whole[..length]);
    }

    [Fact]
    public void A_decompression_bomb_uses_no_more_memory_than_its_header_declares()
    {
        byte[] bomb = Make(Gray, new byte[50_000_000]);
        byte[] promise = PngMaker.File(Header(8192, 8192, 16, 6), Data, End);
        Refusal(bomb);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal(bomb);
        Refusal(promise);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Mutated_files_result_in_a_picture_or_a_one_line_error()
    {
        var random = new PhiloxRandom(2024);
        byte[][] originals =
        [
            PngMaker.Random(0, 7, 5, 3, 4, interlaced: true, filter: null).ToFile(dataChunk: 16),
            PngMaker.Random(2, 4, 6, 0, 2, interlaced: false, filter: null).ToFile(),
            PngMaker.Random(4, 5, 3, 2, 16, interlaced: true, filter: null).ToFile(),
            PngMaker.Random(6, 3, 3, 6, 8, interlaced: false, filter: null).ToFile(),
        ];
        int pictures = 0, refusals = 0;
        for (int i = 0; i < 6000; i++)
        {
            byte[] file = [.. originals[i % originals.Length]];
            for (int change = random.NextInt32(1, 4); change > 0; change--) file[random.NextInt32(8, file.Length)] = (byte)random.NextInt32(256);
            if (i % 8 != 0) FixChecksums(file);
            try
            {
                PixelImage image = PngReader.Read(file, "bad.png");
                Assert.Equal(image.Width * image.Height, image.Pixels.Length);
                pictures++;
            }
            catch (InputException refusal)
            {
                Assert.StartsWith("bad.png: ", refusal.Message, StringComparison.Ordinal);
                refusals++;
            }
        }

        Assert.True(pictures > 100 && refusals > 1000, $"{pictures} pictures and {refusals} refusals: the mutations do not test both outcomes");
    }

    private static string Refusal(byte[] file) => Assert.Throws<InputException>(() => PngReader.Read(file, "bad.png")).Message;

    private static byte[] Make(PngMaker shape, byte[] scanlines)
    {
        byte[] palette = shape.Palette is { } colors ? PngMaker.Chunk("PLTE", colors) : [];
        return PngMaker.File(shape.Header(), palette, PngMaker.Chunk("IDAT", PngMaker.Deflate(scanlines)), End);
    }

    private static byte[] Header(uint width, uint height, byte depth, byte colorType, byte compression = 0, byte filter = 0, byte interlace = 0)
    {
        var content = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(content, width);
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(4), height);
        (content[8], content[9], content[10], content[11], content[12]) = (depth, colorType, compression, filter, interlace);
        return PngMaker.Chunk("IHDR", content);
    }

    /// <summary>Corrects the CRCs, so that mutations reach the code after the CRC check.</summary>
    private static void FixChecksums(byte[] file)
    {
        for (int at = 8; at + 12 <= file.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12) return;
            Span<byte> typed = file.AsSpan(at + 4, (int)length + 4);
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), PngMaker.Crc(typed));
            at += 12 + (int)length;
        }
    }
}
