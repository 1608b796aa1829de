using System.Net;
using System.Text.Json.Nodes;
using PixelGpt.Imaging;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>The built-in model in a studio whose models folder does not exist.</summary>
public sealed class BuiltInModelEndpointTests : IAsyncLifetime
{
    private const string Palette = """["#ffffff", "#140c1c", "#d27d2c"]""";
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private StudioServer? _server;

    public async ValueTask InitializeAsync()
    {
        _server = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = _folder["none"], Threads = 2 });
        _client.BaseAddress = new Uri(_server.Address, "/api/v1/");
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_is_the_only_model_and_is_ready()
    {
        JsonNode model = Assert.Single((await GetAsync("models"))["models"]!.AsArray())!;
        Assert.Equal(("built-in", "ready", "pixelgpt", true), ((string)model["id"]!, (string)model["state"]!, (string)model["model_type"]!, (bool)model["free_palette"]!));
        Assert.Equal((16, 32), ((int)model["min_size"]!, (int)model["max_size"]!));
        Assert.NotEmpty((await GetAsync("models/built-in"))["palette"]!.AsArray());
        Assert.Empty((await GetAsync("runs"))["runs"]!.AsArray());
        Assert.Single((await GetAsync("models/built-in/samples?count=1"))["sprites"]!.AsArray());
    }

    [Fact]
    public async Task It_completes_a_picture_in_its_own_palette()
    {
        string request = $$"""{"model": "built-in", "palette": {{Palette}}, "prompt": {"width": 20, "height": 18, "pixels": [{{string.Join(',', Enumerable.Repeat("0,1,2", 60))}}]}, "num_return_sequences": 2, "seed": 3}""";
        JsonObject first = await PostAsync("completions", request);
        foreach (JsonNode? completion in first["completions"]!.AsArray())
        {
            int[] pixels = [.. completion!["pixels"]!.AsArray().Select(p => (int)p!)];
            Assert.Equal(360, pixels.Length);
            Assert.All(pixels, pixel => Assert.InRange(pixel, 0, 2));
        }

        // More palettes than models are held in memory.
        for (int i = 0; i < 6; i++) await PostAsync("completions", request.Replace("#140c1c", $"#140c{i}0", StringComparison.Ordinal));
        Assert.Equal(first.ToJsonString(), (await PostAsync("completions", request)).ToJsonString());
    }

    [Fact]
    public async Task A_png_is_imported_completed_and_exported_in_its_own_colours()
    {
        var image = new PixelImage(16, 20);
        for (int i = 40; i < 160; i++) image.Pixels[i] = i % 3 == 0 ? new Rgba(20, 12, 28) : new Rgba(210, 125, 44);
        using var stream = new MemoryStream();
        PngWriter.Write(stream, image);
        string png = Convert.ToBase64String(stream.ToArray());

        JsonObject imported = await PostAsync("images/import", $$"""{"model": "built-in", "image": "{{png}}"}""");
        Assert.Equal("""["#ffffff","#d27d2c","#140c1c"]""", imported["palette"]!.ToJsonString());
        Assert.Empty(imported["notes"]!.AsArray());
        JsonObject completed = await PostAsync("completions", $$"""{"model": "built-in", "image": "{{png}}", "prompt_pixels": 160}""");
        Assert.Equal(imported["palette"]!.ToJsonString(), completed["palette"]!.ToJsonString());
        Assert.Equal(imported["pixels"]!.AsArray().Take(160).Select(p => (int)p!), completed["completions"]![0]!["pixels"]!.AsArray().Take(160).Select(p => (int)p!));

        string picture = $$""" "model": "built-in", "palette": {{Palette}}, "width": 16, "height": 16, "pixels": [0,1,2,1] """;
        using HttpResponseMessage exported = await _client.PostAsync("images/export", StudioServerFixture.Json("{" + picture + "}"));
        Assert.Equal(new Rgba(20, 12, 28), PngReader.Read(await exported.Content.ReadAsByteArrayAsync(), "export").Pixels[1]);
        Assert.Equal(3, (await PostAsync("probabilities", "{" + picture + "}"))["probability"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("completions", """{"model": "built-in", "prompt": {"width": 65, "height": 20, "pixels": [0]}}""", "65×20 pixels is too large; pictures have at most 64×64 pixels")]
    [InlineData("completions", """{"model": "built-in", "palette": ["red"], "prompt": {"width": 20, "height": 20, "pixels": [0]}}""", "must be #rrggbb (got 'red')")]
    [InlineData("completions", """{"model": "built-in", "palette": [], "prompt": {"width": 20, "height": 20, "pixels": [0]}}""", "at least one colour")]
    [InlineData("completions", """{"model": "built-in", "palette": ["#000000"], "prompt": {"width": 20, "height": 20, "pixels": [1]}}""", "outside the model's palette of 1 colours")]
    [InlineData("runs", """{"id": "built-in", "dataset": "creatures"}""", "this name is reserved")]
    public async Task Invalid_requests_are_rejected(string path, string body, string message)
    {
        using HttpResponseMessage response = await _client.PostAsync(path, StudioServerFixture.Json(body));
        Assert.Contains(message, await StudioServerFixture.ProblemAsync(response, 400));
    }

    [Theory]
    [InlineData("GET", "runs/built-in")]
    [InlineData("GET", "runs/built-in/report.html")]
    [InlineData("GET", "runs/compare?ids=built-in,other")]
    [InlineData("POST", "runs/built-in/stop")]
    [InlineData("POST", "runs/built-in/resume")]
    public async Task It_has_no_run(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? StudioServerFixture.Json("{}") : null };
        using HttpResponseMessage response = await _client.SendAsync(request);
        Assert.Contains("the built-in model has no run", await StudioServerFixture.ProblemAsync(response, 404));
    }

    private async Task<JsonObject> GetAsync(string path) => JsonNode.Parse(await _client.GetStringAsync(path))!.AsObject();

    private async Task<JsonObject> PostAsync(string path, string json)
    {
        using HttpResponseMessage response = await _client.PostAsync(path, StudioServerFixture.Json(json));
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!.AsObject();
    }
}
