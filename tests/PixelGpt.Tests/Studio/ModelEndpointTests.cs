using System.Net;
using System.Text.Json.Nodes;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

public sealed class ModelEndpointTests(CrowdedServerFixture studio) : IClassFixture<CrowdedServerFixture>
{
    [Fact]
    public async Task Models_are_listed_with_those_that_are_broken()
    {
        JsonArray models = (await GetAsync("/api/v1/models"))["models"]!.AsArray();
        Assert.Equal(["broken", "large", "tiny"], models.Select(m => (string)m!["id"]!));
        Assert.Equal("broken", (string)models[0]!["state"]!);
        Assert.Contains("config.json", (string)models[0]!["problem"]!);
        JsonNode tiny = models[2]!;
        Assert.Equal("ready", (string)tiny["state"]!);
        Assert.Equal("gpt2", (string)tiny["model_type"]!);
        Assert.Equal((TinyModels.Width, TinyModels.Height, 30), ((int)tiny["width"]!, (int)tiny["height"]!, (int)tiny["max_pixels"]!));
        Assert.Equal(0.6, (double)tiny["keep"]!);
        Assert.Equal(2, (int)tiny["epochs"]!);
        Assert.True((double)tiny["loss"]! > 0);
    }

    [Fact]
    public async Task A_model_tells_its_palette()
    {
        JsonObject model = await GetAsync("/api/v1/models/tiny");
        Assert.Equal(TinyModels.Palette().Colors.Select(c => c.ToString()), model["palette"]!.AsArray().Select(c => (string)c!));
    }

    [Fact]
    public async Task Samples_are_sprites_of_the_data()
    {
        JsonObject samples = await GetAsync("/api/v1/models/tiny/samples?split=dev&count=3&offset=6");
        Assert.Equal(8, (int)samples["total"]!);
        int[] first = [.. samples["sprites"]!.AsArray()[0]!.AsArray().Select(p => (int)p!)];
        Assert.Equal(2, samples["sprites"]!.AsArray().Count);
        Assert.Equal(TinyModels.Dataset(24, 8, 8)["dev"][6].Pixels.ToArray(), first);
    }

    [Theory]
    [InlineData("split=nowhere", "nowhere")]
    [InlineData("count=0", "count")]
    [InlineData("count=97", "count")]
    [InlineData("offset=-1", "offset")]
    [InlineData("count=many", "count")]
    public async Task Wrong_samples_are_refused(string query, string named)
    {
        using HttpResponseMessage response = await studio.Client.GetAsync($"/api/v1/models/tiny/samples?{query}");
        Assert.Contains(named, await CrowdedServerFixture.ProblemAsync(response, 400));
    }

    [Fact]
    public async Task A_model_without_a_run_has_no_samples()
    {
        using HttpResponseMessage response = await studio.Client.GetAsync("/api/v1/models/large/samples");
        await CrowdedServerFixture.ProblemAsync(response, 400);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("..")]
    [InlineData("%2e%2e")]
    [InlineData("%2e%2e%2foutside")]
    [InlineData("..%2foutside")]
    [InlineData("..%5coutside")]
    [InlineData("%252e%252e%252foutside")]
    [InlineData("tiny%2f..%2f..%2foutside")]
    [InlineData("tiny%00")]
    [InlineData("tiny%0a")]
    [InlineData("link")]
    [InlineData("%2fetc")]
    public async Task Nothing_outside_the_folder_is_found(string id)
    {
        // HttpClient would tidy such paths up, so they are sent as they stand.
        string answer = await RawRequest.SendAsync(studio.Address, $"GET /api/v1/models/{id} HTTP/1.1");
        Assert.True(answer.StartsWith("HTTP/1.1 404", StringComparison.Ordinal) || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), answer);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("/etc")]
    [InlineData("link")]
    public async Task Nothing_outside_the_folder_is_loaded(string id) =>
        Assert.Contains("no model", await studio.RefusedAsync("/api/v1/completions", $$$"""{"model": "{{{id}}}", "prompt": {"width": 6, "height": 5, "pixels": [0]}}""", 404));

    [Fact]
    public async Task A_broken_model_says_why_it_cannot_draw() =>
        Assert.Contains("config.json", await studio.RefusedAsync("/api/v1/completions", """{"model": "broken", "prompt": {"width": 6, "height": 5, "pixels": [0]}}"""));

    private async Task<JsonObject> GetAsync(string path)
    {
        using HttpResponseMessage response = await studio.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
    }
}
