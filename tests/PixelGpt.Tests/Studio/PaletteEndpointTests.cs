using System.Text;
using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Imaging;
using PixelGpt.Rendering;
using PixelGpt.Tests.Imaging;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Tests.Pictures;

namespace PixelGpt.Tests.Studio;

public sealed class PaletteEndpointTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    private static readonly string[] Three = ["#ffffff", "#140c1c", "#d27d2c"];

    private static readonly Rgb[] Colors = [new(255, 255, 255), new(20, 12, 28), new(210, 125, 44)];

    public static TheoryData<string> Extensions => [.. PaletteFile.Writers.Select(f => f.Extension)];

    [Theory]
    [MemberData(nameof(Extensions))]
    public async Task Palettes_in_every_format_that_is_written_are_read(string extension)
    {
        using var folder = new TemporaryFolder();
        PaletteFile.Save(folder["p" + extension], new Palette(Colors));
        Assert.Equal(Three, ColorsOf(await ImportAsync("mine" + extension, await File.ReadAllBytesAsync(folder["p" + extension]))));
    }

    [Theory]
    [InlineData("a.txt", "; paint.net\nFFffffff\nFF140c1c\nFFd27d2c\n")]
    [InlineData("a.hex", "ffffff\n140c1c\nd27d2c")]
    [InlineData("a", "JASC-PAL\n0100\n3\n255 255 255\n20 12 28\n210 125 44\n")]
    public async Task Palettes_of_other_programs_are_read(string name, string text) => Assert.Equal(Three, ColorsOf(await ImportAsync(name, Encoding.UTF8.GetBytes(text))));

    [Fact]
    public async Task The_colours_of_a_picture_are_taken_in_every_picture_format()
    {
        PixelImage picture = Picture();
        Assert.Equal(Three, ColorsOf(await ImportAsync("a.png", PngWriter.ToBytes(picture))));
        Assert.Equal(Three, ColorsOf(await ImportAsync("a.png", PngWriter.ToBytes(PalettePicture.Draw(new Palette(Colors), "mine")))));
        Assert.Equal(Three, ColorsOf(await ImportAsync("a.gif", PictureSamples.Gif(picture))));
        Assert.Equal(Three, ColorsOf(await ImportAsync("a.bmp", PictureSamples.Encode(picture, PictureSamples.Lossless["bmp"].Encoder))));
        Assert.Equal(Three, ColorsOf(await ImportAsync("a.tga", PictureSamples.Encode(picture, PictureSamples.Lossless["tga"].Encoder))));
    }

    [Fact]
    public async Task Colours_that_occur_again_and_colours_beyond_the_maximum_are_counted()
    {
        JsonObject again = await ImportAsync("a.hex", "ff0000\n00ff00\nff0000\n"u8.ToArray());
        Assert.Equal(["#ff0000", "#00ff00"], ColorsOf(again));
        Assert.Contains("1 of 3 colours occur again", (string)again["notes"]![0]!);

        var gradient = new PixelImage(32, 32);
        for (int i = 0; i < gradient.Pixels.Length; i++) gradient.Pixels[i] = new Rgba((byte)(i % 32 * 8), (byte)(i / 32 * 8), 40);
        JsonObject all = await ImportAsync("a.png", PngWriter.ToBytes(gradient));
        Assert.InRange(ColorsOf(all).Distinct().Count(), 240, 255);
        Assert.Contains("1024 colours were reduced to 255", (string)all["notes"]![0]!);
        string file = Convert.ToBase64String(PngWriter.ToBytes(gradient));
        Assert.Equal(8, ColorsOf(await studio.PostAsync("/api/v1/palettes/import", $$"""{"name": "a.png", "file": "{{file}}", "max_colors": 8}""")).Length);
    }

    [Fact]
    public async Task Files_that_are_no_palette_are_refused_with_their_name_and_line()
    {
        Assert.Contains("no.hex:2: expected six hexadecimal digits", await RejectedAsync("no.hex", "ff0000\nred\n"u8.ToArray()));
        Assert.Contains("the extension of a palette file must be one of", await RejectedAsync("no.doc", "hello"u8.ToArray()));
        Assert.Contains("completely transparent", await RejectedAsync("a.png", PngWriter.ToBytes(new PixelImage(4, 4))));
        byte[] huge = PngMaker.File(PngMaker.Chunk("IHDR", 0, 0, 32, 0, 0, 0, 32, 0, 1, 0, 0, 0, 0), PngMaker.Chunk("IDAT", PngMaker.Deflate(new byte[8192 * 1025])), PngMaker.Chunk("IEND"));
        Assert.Contains("8192×8192", await RejectedAsync("a.png", huge));
        Assert.Contains("max_colors", await studio.RejectedAsync("/api/v1/palettes/import", """{"name": "a.hex", "file": "ZmYwMDAw", "max_colors": 0}"""));
    }

    private static PixelImage Picture()
    {
        var picture = new PixelImage(9, 7);
        for (int i = 0; i < picture.Pixels.Length; i++) picture.Pixels[i] = Rgba.From(Colors[i % 3]);
        return picture;
    }

    private static string[] ColorsOf(JsonObject palette) => [.. palette["colors"]!.AsArray().Select(c => (string)c!)];

    private static string Body(string name, byte[] file) => $$"""{"name": "{{name}}", "file": "{{Convert.ToBase64String(file)}}"}""";

    private Task<JsonObject> ImportAsync(string name, byte[] file) => studio.PostAsync("/api/v1/palettes/import", Body(name, file));

    private Task<string> RejectedAsync(string name, byte[] file) => studio.RejectedAsync("/api/v1/palettes/import", Body(name, file));
}
