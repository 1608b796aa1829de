using System.Net;
using System.Text.Json.Nodes;
using PixelGpt.Runs;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

public sealed class ModelEndpointTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    [Fact]
    public async Task Models_are_listed_including_broken_ones()
    {
        JsonArray models = (await GetAsync("/api/v1/models"))["models"]!.AsArray();
        Assert.Equal(["broken", "large", "tiny", "built-in"], models.Select(m => (string)m!["id"]!));
        Assert.Equal("broken", (string)models[0]!["state"]!);
        Assert.Contains("config.json", (string)models[0]!["problem"]!);
        JsonNode tiny = models[2]!;
        Assert.Equal("ready", (string)tiny["state"]!);
        Assert.Equal("gpt2", (string)tiny["model_type"]!);
        Assert.Equal((TinyModels.Width, TinyModels.Height, 30), ((int)tiny["width"]!, (int)tiny["height"]!, (int)tiny["max_pixels"]!));
        Assert.Equal((0.6, 0.6), ((double)tiny["prompt_fraction"]!, (double)tiny["keep"]!));
        Assert.Equal(2, (int)tiny["epochs"]!);
        Assert.True((double)tiny["loss"]! > 0);
    }

    [Fact]
    public async Task A_single_model_has_its_palette()
    {
        JsonObject model = await GetAsync("/api/v1/models/tiny");
        Assert.Equal(TinyModels.Palette().Colors.Select(c => c.ToString()), model["palette"]!.AsArray().Select(c => (string)c!));
    }

    [Fact]
    public async Task The_default_sampling_of_a_model_is_returned()
    {
        Assert.Null((await GetAsync("/api/v1/models/tiny"))["generation"]);
        string folder = Path.Combine(studio.Models, "sampled");
        TemporaryFolder.Copy(studio.Tiny, folder);
        try
        {
            File.WriteAllText(Path.Combine(folder, "generation_config.json"), """{"do_sample": true, "temperature": 0.9, "top_p": 0.95}""");
            JsonNode generation = (await GetAsync("/api/v1/models/sampled"))["generation"]!;
            Assert.Equal("""{"do_sample":true,"temperature":0.9,"top_k":0,"top_p":0.95,"min_p":0,"typical_p":1,"repetition_penalty":1}""", generation.ToJsonString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_ensemble_is_listed_and_completes_pictures()
    {
        string folder = Path.Combine(studio.Models, "both");
        _ = EnsembleWriter.Write([studio.Tiny, Path.Combine(studio.Tiny, "..", "tiny")], folder);
        try
        {
            JsonObject model = await GetAsync("/api/v1/models/both");
            Assert.Equal(("ready", TinyModels.Width, 0.6), ((string)model["state"]!, (int)model["width"]!, (double)model["prompt_fraction"]!));
            JsonObject completed = await studio.PostAsync("/api/v1/completions", """{"model": "both", "prompt": {"width": 6, "height": 5, "pixels": [0, 3]}}""");
            JsonObject member = await studio.PostAsync("/api/v1/completions", """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [0, 3]}}""");
            Assert.Equal(member["completions"]![0]!["pixels"]!.ToJsonString(), completed["completions"]![0]!["pixels"]!.ToJsonString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Samples_are_sprites_of_the_data_set()
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
    [InlineData("count=many", "invalid value 'many' of the parameter 'count'")]
    public async Task Invalid_sample_parameters_are_rejected(string query, string expected)
    {
        using HttpResponseMessage response = await studio.Client.GetAsync($"/api/v1/models/tiny/samples?{query}");
        Assert.Contains(expected, await StudioServerFixture.ProblemAsync(response, 400));
    }

    [Fact]
    public async Task Samples_of_a_model_without_a_run_are_rejected()
    {
        using HttpResponseMessage response = await studio.Client.GetAsync("/api/v1/models/large/samples");
        await StudioServerFixture.ProblemAsync(response, 400);
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
    public async Task Ids_do_not_lead_outside_the_models_folder(string id)
    {
        // HttpClient would normalise such paths, so the request is sent as text.
        string response = await RawRequest.SendAsync(studio.Address, $"GET /api/v1/models/{id} HTTP/1.1");
        Assert.True(response.StartsWith("HTTP/1.1 404", StringComparison.Ordinal) || response.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), response);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("/etc")]
    [InlineData("link")]
    public async Task Models_outside_the_models_folder_are_not_loaded(string id) =>
        Assert.Contains("no model", await studio.RejectedAsync("/api/v1/completions", $$$"""{"model": "{{{id}}}", "prompt": {"width": 6, "height": 5, "pixels": [0]}}""", 404));

    [Fact]
    public async Task A_completion_with_a_broken_model_reports_the_reason() =>
        Assert.Contains("config.json", await studio.RejectedAsync("/api/v1/completions", """{"model": "broken", "prompt": {"width": 6, "height": 5, "pixels": [0]}}"""));

    private async Task<JsonObject> GetAsync(string path)
    {
        using HttpResponseMessage response = await studio.Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
    }
}
