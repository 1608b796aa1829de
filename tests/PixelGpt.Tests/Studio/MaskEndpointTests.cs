using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>Completions of any part of a picture over HTTP.</summary>
public sealed class MaskEndpointTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>, IDisposable
{
    private const string Path = "/api/v1/completions";
    private const int Area = TinyModels.Width * TinyModels.Height;

    private readonly string _folder = TinyModels.Save(System.IO.Path.Combine(studio.Models, "any"), TinyModels.PixelModel("pixelgpt-any"));

    private static int[] Picture => [.. Enumerable.Range(0, Area).Select(i => i * 7 % 5)];

    private static string Prompt => $"\"prompt\": {{\"width\": 6, \"height\": 5, \"pixels\": [{string.Join(", ", Picture)}]}}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_mask_gives_the_pixels_of_the_library()
    {
        bool[] mask = [.. Enumerable.Range(0, Area).Select(i => i is 7 or 8 or 13)];
        var options = new GenerationOptions { DoSample = true, Temperature = 2, Seed = 3, NumReturnSequences = 2 };
        int[][] expected = [.. PixelModel.Load(_folder).Fill(new Sprite(6, 5, Picture), mask, options).Select(s => s.Pixels.ToArray())];
        JsonObject response = await CompleteAsync("\"mask\": [13, 7, 8], \"do_sample\": true, \"temperature\": 2, \"seed\": 3, \"num_return_sequences\": 2, \"record\": true");
        Assert.Equal(expected, Pictures(response));
        Assert.Equal(Area - 3, (int)response["prompt_pixels"]!);
        Assert.Equal([7, 8, 13], response["completions"]![0]!["positions"]!.AsArray().Select(p => (int)p!));
        Assert.Equal(3, response["completions"]![0]!["probability"]!.AsArray().Count);

        PixelImage image = PixelImage.OfSize(12, 10);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = mask[(i / 12 / 2 * 6) + (i % 12 / 2)] ? new Rgba(255, 255, 255) : default;
        using var stream = new MemoryStream();
        PngWriter.Write(stream, image);
        Assert.Equal(expected, Pictures(await CompleteAsync($"\"mask_image\": \"{Convert.ToBase64String(stream.ToArray())}\", \"do_sample\": true, \"temperature\": 2, \"seed\": 3, \"num_return_sequences\": 2")));
    }

    [Fact]
    public async Task A_stream_starts_with_the_given_pixels_and_sends_the_others()
    {
        using HttpResponseMessage response = await studio.Client.PostAsync(Path, StudioServerFixture.Json($$"""{"model": "any", {{Prompt}}, "mask": [7, 20], "stream": true}"""));
        string[] data = [.. (await response.Content.ReadAsStringAsync()).Split('\n').Where(l => l.StartsWith("data: ", StringComparison.Ordinal)).Select(l => l[6..])];
        int[] given = [.. JsonNode.Parse(data[0])!["prompt"]!.AsArray().Select(p => (int)p!)];
        Assert.Equal(Picture.Select((p, i) => i is 7 or 20 ? -1 : p), given);
        Assert.Equal([7, 20], data[1..3].Select(d => (int)JsonNode.Parse(d)!["position"]!));
    }

    [Fact]
    public async Task A_variation_keeps_what_it_must()
    {
        int[] varied = Pictures(await CompleteAsync("\"vary\": {\"strength\": 1, \"keep\": [\"silhouette\", \"colors\"]}, \"do_sample\": true, \"temperature\": 3"))[0];
        Assert.Equal(Picture.Select(p => p == 0), varied.Select(p => p == 0));
        Assert.Subset(new HashSet<int>(Picture), new HashSet<int>(varied));
        Assert.NotEqual(Picture, varied);
        int[] masked = Pictures(await CompleteAsync("\"vary\": {\"strength\": 1}, \"mask\": [3, 4, 5], \"do_sample\": true, \"temperature\": 3"))[0];
        Assert.All(Enumerable.Range(0, Area).Where(i => i is not (3 or 4 or 5)), i => Assert.Equal(Picture[i], masked[i]));
        Assert.InRange(Pictures(await studio.PostAsync(Path, """{"model": "any", "prompt": {"width": 6, "height": 5, "pixels": [0]}, "do_sample": true, "temperature": 3, "max_colors": 3}"""))[0].Distinct().Count(), 1, 3);
    }

    [Theory]
    [InlineData("\"mask\": [30]", "0 to 29")]
    [InlineData("\"mask\": []", "")]
    [InlineData("\"mask\": [1], \"mask_image\": \"AAAA\"", "exclude each other")]
    [InlineData("\"mask_image\": \"AAAA\"", "mask_image")]
    [InlineData("\"mask\": [1], \"locked\": [[2, 1]]", "'locked'")]
    [InlineData("\"vary\": {\"strength\": 2}", "strength")]
    [InlineData("\"vary\": {\"keep\": [\"hat\"]}", "outline, silhouette or colors")]
    [InlineData("\"mask\": [1], \"max_colors\": 1", "max_colors")]
    public async Task Mistakes_are_explained(string options, string message)
    {
        if (message.Length == 0) Assert.Equal(Picture, Pictures(await CompleteAsync(options))[0]);
        else Assert.Contains(message, await studio.RejectedAsync(Path, $$"""{"model": "any", {{Prompt}}, {{options}}}"""));
    }

    [Fact]
    public async Task Other_models_and_partial_pictures_are_refused()
    {
        Assert.Contains("'pixel_order' any", await studio.RejectedAsync(Path, $$"""{"model": "tiny", {{Prompt}}, "mask": [1]}"""));
        Assert.Contains("must have all 30 pixels", await studio.RejectedAsync(Path, """{"model": "any", "prompt": {"width": 6, "height": 5, "pixels": [0, 1]}, "mask": [1]}"""));
        Assert.True(await AnyOrderAsync("any"));
        Assert.False(await AnyOrderAsync("tiny"));

        async Task<bool> AnyOrderAsync(string id) => (bool)JsonNode.Parse(await studio.Client.GetStringAsync($"/api/v1/models/{id}"))!["any_order"]!;
    }

    private Task<JsonObject> CompleteAsync(string options) => studio.PostAsync(Path, $$"""{"model": "any", {{Prompt}}, {{options}}}""");

    private static int[][] Pictures(JsonObject response) => [.. response["completions"]!.AsArray().Select(c => c!["pixels"]!.AsArray().Select(p => (int)p!).ToArray())];
}
