using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Aseprite;
using PixelGpt.Models;
using PixelGpt.Tests.Imaging;
using PixelGpt.Tests.Pictures;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace PixelGpt.Tests.Studio;

public sealed class ImageEndpointTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    private static readonly int[] Pixels = [.. Enumerable.Range(0, 30).Select(i => i * 7 % 11)];

    [Fact]
    public async Task An_exported_picture_can_be_imported()
    {
        using HttpResponseMessage exported = await studio.Client.PostAsync("/api/v1/images/export", StudioServerFixture.Json($$"""{"model": "tiny", "width": 6, "height": 5, "pixels": [{{string.Join(',', Pixels)}}], "scale": 8}"""));
        Assert.Equal("image/png", exported.Content.Headers.ContentType?.MediaType);
        byte[] file = await exported.Content.ReadAsByteArrayAsync();
        Assert.Equal((48, 40), (PngReader.Read(file, "response").Width, PngReader.Read(file, "response").Height));
        JsonObject imported = await studio.PostAsync("/api/v1/images/import", $$"""{"model": "tiny", "image": "{{Convert.ToBase64String(file)}}"}""");
        Assert.Equal(Pixels, imported["pixels"]!.AsArray().Select(p => (int)p!));
        Assert.Contains("enlarged 8 times", (string)imported["notes"]![0]!);
    }

    [Theory]
    [InlineData("png", "image/png")]
    [InlineData("gif", "image/gif")]
    [InlineData("aseprite", "application/octet-stream")]
    public async Task A_transparent_background_is_exported_in_every_format(string format, string type)
    {
        using HttpResponseMessage exported = await studio.Client.PostAsync("/api/v1/images/export", StudioServerFixture.Json($$"""{"model": "tiny", "width": 6, "height": 5, "pixels": [{{string.Join(',', Pixels)}}], "transparent": true, "format": "{{format}}"}"""));
        Assert.Equal(type, exported.Content.Headers.ContentType?.MediaType);
        byte[] file = await exported.Content.ReadAsByteArrayAsync();
        PixelImage picture = format switch
        {
            "png" => PngReader.Read(file, "response"),
            "gif" => FirstFrame(file),
            _ => new AsepriteRenderer(AsepriteReader.Read(file, "response")).Render(0),
        };
        Palette palette = PixelModel.Load(studio.Tiny).Palette;
        Assert.Equal(Pixels.Select(p => p == 0 ? default : Rgba.From(palette[p])), picture.Pixels.ToArray().Select(p => p.A == 0 ? default : p));

        static PixelImage FirstFrame(byte[] gif)
        {
            using Image<Rgba32> image = Image.Load<Rgba32>(gif);
            var frame = new PixelImage(image.Width, image.Height);
            for (int i = 0; i < frame.Pixels.Length; i++)
            {
                Rgba32 p = image[i % image.Width, i / image.Width];
                frame.Pixels[i] = new Rgba(p.R, p.G, p.B, p.A);
            }

            return frame;
        }
    }

    [Fact]
    public async Task Transparency_of_an_image_is_reported_and_kept_in_completions()
    {
        var image = new PixelImage(20, 20);
        for (int i = 60; i < 240; i++) image.Pixels[i] = i % 20 is > 4 and < 15 ? new Rgba(200, (byte)(i % 3 * 60), 7) : default;
        using var stream = new MemoryStream();
        PngWriter.Write(stream, image);
        string png = Convert.ToBase64String(stream.ToArray());
        Assert.True((bool)(await studio.PostAsync("/api/v1/images/import", $$"""{"model": "built-in", "image": "{{png}}"}"""))["transparent"]!);
        JsonObject completed = await studio.PostAsync("/api/v1/completions", $$"""{"model": "built-in", "image": "{{png}}", "prompt_pixels": 240, "format": "png"}""");
        PixelImage result = PngReader.Read(Convert.FromBase64String((string)completed["completions"]![0]!["png"]!), "response");
        Assert.Equal(image.Pixels[..240].ToArray(), result.Pixels[..240].ToArray());
    }

    [Fact]
    public async Task Changed_colours_are_reported()
    {
        var image = new PixelImage(6, 5);
        image.Fill(0, 0, 6, 5, new Rgba(200, 3, 7));
        using var stream = new MemoryStream();
        PngWriter.Write(stream, image);
        JsonObject imported = await studio.PostAsync("/api/v1/images/import", $$"""{"model": "tiny", "image": "{{Convert.ToBase64String(stream.ToArray())}}"}""");
        Assert.Contains("30 of 30 pixels", (string)imported["notes"]![0]!);
    }

    [Fact]
    public async Task Pictures_in_other_formats_are_imported_with_notes()
    {
        var image = new PixelImage(6, 5);
        image.Fill(0, 0, 6, 5, new Rgba(200, 3, 7));
        byte[] gif = PictureSamples.AnimatedGif(image, new PixelImage(6, 5));
        JsonObject imported = await studio.PostAsync("/api/v1/images/import", $$"""{"model": "tiny", "image": "{{Convert.ToBase64String(gif)}}"}""");
        Assert.Equal((6, 5), ((int)imported["width"]!, (int)imported["height"]!));
        Assert.Contains("the picture has 2 frames; the first one is used", imported["notes"]!.AsArray().Select(n => (string)n!));

        image.Pixels[0] = image.Pixels[0] with { A = 200 };
        image.Pixels[1] = image.Pixels[1] with { A = 3 };
        using var stream = new MemoryStream();
        PngWriter.Write(stream, image);
        byte[] time = PngMaker.Chunk("tIME", 1, 2, 3, 4, 5, 6, 7), file = stream.ToArray();
        time[^1] ^= 1;
        string png = Convert.ToBase64String([.. file[..33], .. time, .. file[33..]]);
        imported = await studio.PostAsync("/api/v1/images/import", $$"""{"model": "tiny", "image": "{{png}}"}""");
        string[] notes = [.. imported["notes"]!.AsArray().Select(n => (string)n!)];
        Assert.Contains("chunk tIME at byte 33 fails its CRC check and was ignored", notes);
        Assert.Contains("2 semi-transparent pixels: 1 became opaque, 1 transparent", notes);
        JsonObject completed = await studio.PostAsync("/api/v1/completions", $$"""{"model": "tiny", "image": "{{png}}", "prompt_pixels": 20}""");
        Assert.Contains("chunk tIME at byte 33 fails its CRC check and was ignored", completed["image_notes"]!.AsArray().Select(n => (string)n!));
        Assert.Contains("an HTML page", await studio.RejectedAsync("/api/v1/images/import", $$"""{"model": "tiny", "image": "{{Convert.ToBase64String("<!doctype html>"u8)}}"}"""));
    }

    [Fact]
    public async Task Probabilities_equal_those_of_the_library()
    {
        JsonObject response = await studio.PostAsync("/api/v1/probabilities", $$"""{"model": "tiny", "width": 6, "height": 5, "pixels": [{{string.Join(',', Pixels)}}], "alternatives": 2}""");
        using var likelihood = new Likelihood(PixelModel.Load(studio.Tiny).Transformer, threads: 1);
        var expected = likelihood.Record([new Sprite(6, 5, Pixels)])[0];
        float[] probability = [.. response["probability"]!.AsArray().Select(p => (float)p!)], entropy = [.. response["entropy"]!.AsArray().Select(p => (float)p!)];
        Assert.Equal(29, probability.Length);
        Assert.All(expected.Probability.Zip(probability), p => Assert.Equal(p.First, p.Second, 1e-4f));
        Assert.All(expected.Entropy.Zip(entropy), p => Assert.Equal(p.First, p.Second, 1e-3f));
        Assert.Equal(29, response["alternatives"]!.AsArray().Count);
    }

    [Fact]
    public async Task Probabilities_of_a_partial_picture_equal_those_of_the_complete_one()
    {
        JsonObject partial = await ProbabilitiesAsync(Pixels[..12]), complete = await ProbabilitiesAsync(Pixels);
        Assert.Equal(11, partial["probability"]!.AsArray().Count);
        Assert.All(partial["probability"]!.AsArray().Zip(complete["probability"]!.AsArray()), p => Assert.Equal((float)p.First!, (float)p.Second!, 1e-4f));
        Assert.Empty((await ProbabilitiesAsync(Pixels[..1]))["probability"]!.AsArray());

        Task<JsonObject> ProbabilitiesAsync(int[] pixels) => studio.PostAsync("/api/v1/probabilities", $$"""{"model": "tiny", "width": 6, "height": 5, "pixels": [{{string.Join(',', pixels)}}]}""");
    }

    [Theory]
    [InlineData("/api/v1/probabilities", """{"model": "tiny", "width": 6, "height": 5, "pixels": [99]}""")]
    [InlineData("/api/v1/probabilities", """{"model": "tiny", "width": 6, "height": 5, "pixels": [1, 99]}""")]
    [InlineData("/api/v1/probabilities", """{"model": "tiny", "width": 65, "height": 5, "pixels": [1]}""")]
    [InlineData("/api/v1/probabilities", """{"model": "tiny", "width": 6, "height": 5, "pixels": []}""")]
    [InlineData("/api/v1/probabilities", """{"model": "tiny", "width": 6, "height": 5, "pixels": [1, 2], "alternatives": 9}""")]
    [InlineData("/api/v1/images/import", """{"model": "tiny", "image": "AAAA"}""")]
    [InlineData("/api/v1/images/import", """{"model": "tiny"}""")]
    [InlineData("/api/v1/images/export", """{"model": "tiny", "width": 6, "height": 5, "pixels": [1], "scale": 65}""")]
    [InlineData("/api/v1/images/export", """{"model": "tiny", "width": 6, "height": 5, "pixels": [1], "format": "bmp"}""")]
    [InlineData("/api/v1/images/export", """{"model": "tiny", "width": 6, "height": 5, "pixels": [99], "scale": 1}""")]
    [InlineData("/api/v1/images/export", """{"model": "tiny", "width": -1, "height": 5, "pixels": [1], "scale": 1}""")]
    public async Task An_invalid_request_is_rejected(string path, string body) => await studio.RejectedAsync(path, body);

    [Fact]
    public async Task A_picture_with_too_many_pixels_is_rejected()
    {
        using var stream = new MemoryStream();
        var image = new PixelImage(65, 64);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = new Rgba((byte)i, (byte)(i >> 4), (byte)(i * 3));
        PngWriter.Write(stream, image);
        await studio.RejectedAsync("/api/v1/images/import", $$"""{"model": "tiny", "image": "{{Convert.ToBase64String(stream.ToArray())}}"}""");
    }

    [Fact]
    public async Task A_small_file_with_a_huge_picture_is_not_decompressed()
    {
        byte[] header = [0, 0, 32, 0, 0, 0, 32, 0, 1, 0, 0, 0, 0];
        byte[] file = PngMaker.File(PngMaker.Chunk("IHDR", header), PngMaker.Chunk("IDAT", PngMaker.Deflate(new byte[8192 * 1025])), PngMaker.Chunk("IEND"));
        Assert.InRange(file.Length, 1, 100_000);
        Assert.Contains("8192×8192", await studio.RejectedAsync("/api/v1/images/import", $$"""{"model": "tiny", "image": "{{Convert.ToBase64String(file)}}"}"""));
    }
}
