using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Tests.Imaging;

namespace PixelGpt.Tests.Studio;

public sealed class PictureEndpointTests(CrowdedServerFixture studio) : IClassFixture<CrowdedServerFixture>
{
    private static readonly int[] Pixels = [.. Enumerable.Range(0, 30).Select(i => i * 7 % 11)];

    [Fact]
    public async Task A_picture_goes_out_and_comes_back_the_same()
    {
        using HttpResponseMessage exported = await studio.Client.PostAsync("/api/v1/images/export", CrowdedServerFixture.Json($$"""{"model": "tiny", "width": 6, "height": 5, "pixels": [{{string.Join(',', Pixels)}}], "scale": 8}"""));
        Assert.Equal("image/png", exported.Content.Headers.ContentType?.MediaType);
        byte[] file = await exported.Content.ReadAsByteArrayAsync();
        Assert.Equal((48, 40), (PngReader.Read(file, "answer").Width, PngReader.Read(file, "answer").Height));
        JsonObject imported = await studio.PostAsync("/api/v1/images/import", $$"""{"model": "tiny", "image": "{{Convert.ToBase64String(file)}}"}""");
        Assert.Equal(Pixels, imported["pixels"]!.AsArray().Select(p => (int)p!));
        Assert.Contains("enlarged 8 times", (string)imported["notes"]![0]!);
    }

    [Fact]
    public async Task Colours_that_the_model_lacks_are_told()
    {
        var image = new PixelImage(6, 5);
        image.Fill(0, 0, 6, 5, new Rgba(200, 3, 7));
        using var stream = new MemoryStream();
        PngWriter.Write(stream, image);
        JsonObject imported = await studio.PostAsync("/api/v1/images/import", $$"""{"model": "tiny", "image": "{{Convert.ToBase64String(stream.ToArray())}}"}""");
        Assert.Contains("30 of 30 pixels", (string)imported["notes"]![0]!);
    }

    [Fact]
    public async Task Probabilities_are_those_of_the_likelihood()
    {
        JsonObject answer = await studio.PostAsync("/api/v1/probabilities", $$"""{"model": "tiny", "width": 6, "height": 5, "pixels": [{{string.Join(',', Pixels)}}], "alternatives": 2}""");
        using var likelihood = new Likelihood(PixelModel.Load(studio.Tiny).Transformer, threads: 1);
        PredictionRecord expected = likelihood.Record([new Sprite(6, 5, Pixels)])[0];
        float[] probability = [.. answer["probability"]!.AsArray().Select(p => (float)p!)], entropy = [.. answer["entropy"]!.AsArray().Select(p => (float)p!)];
        Assert.Equal(29, probability.Length);
        Assert.All(expected.Probability.Zip(probability), p => Assert.Equal(p.First, p.Second, 1e-4f));
        Assert.All(expected.Entropy.Zip(entropy), p => Assert.Equal(p.First, p.Second, 1e-3f));
        Assert.Equal(29, answer["alternatives"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("/api/v1/probabilities", """{"model": "tiny", "width": 6, "height": 5, "pixels": [99]}""")]
    [InlineData("/api/v1/probabilities", """{"model": "tiny", "width": 6, "height": 5, "pixels": [1, 99]}""")]
    [InlineData("/api/v1/probabilities", """{"model": "tiny", "width": 60, "height": 5, "pixels": [1]}""")]
    [InlineData("/api/v1/probabilities", """{"model": "tiny", "width": 6, "height": 5, "pixels": []}""")]
    [InlineData("/api/v1/probabilities", """{"model": "tiny", "width": 6, "height": 5, "pixels": [1, 2], "alternatives": 9}""")]
    [InlineData("/api/v1/images/import", """{"model": "tiny", "image": "AAAA"}""")]
    [InlineData("/api/v1/images/import", """{"model": "tiny"}""")]
    [InlineData("/api/v1/images/export", """{"model": "tiny", "width": 6, "height": 5, "pixels": [1], "scale": 65}""")]
    [InlineData("/api/v1/images/export", """{"model": "tiny", "width": 6, "height": 5, "pixels": [99], "scale": 1}""")]
    [InlineData("/api/v1/images/export", """{"model": "tiny", "width": -1, "height": 5, "pixels": [1], "scale": 1}""")]
    public async Task A_mistake_is_refused(string path, string body) => await studio.RefusedAsync(path, body);

    [Fact]
    public async Task A_picture_larger_than_the_model_knows_is_refused()
    {
        using var stream = new MemoryStream();
        var image = new PixelImage(64, 64);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = new Rgba((byte)i, (byte)(i >> 4), (byte)(i * 3));
        PngWriter.Write(stream, image);
        await studio.RefusedAsync("/api/v1/images/import", $$"""{"model": "tiny", "image": "{{Convert.ToBase64String(stream.ToArray())}}"}""");
    }

    [Fact]
    public async Task A_small_file_of_a_huge_picture_is_not_unpacked()
    {
        byte[] header = [0, 0, 32, 0, 0, 0, 32, 0, 1, 0, 0, 0, 0];
        byte[] file = PngMaker.File(PngMaker.Chunk("IHDR", header), PngMaker.Chunk("IDAT", PngMaker.Deflate(new byte[8192 * 1025])), PngMaker.Chunk("IEND"));
        Assert.InRange(file.Length, 1, 100_000);
        Assert.Contains("8192×8192", await studio.RefusedAsync("/api/v1/images/import", $$"""{"model": "tiny", "image": "{{Convert.ToBase64String(file)}}"}"""));
    }
}
