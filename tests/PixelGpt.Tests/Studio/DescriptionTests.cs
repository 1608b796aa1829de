using System.Net;
using System.Text.Json.Nodes;

namespace PixelGpt.Tests.Studio;

public sealed class DescriptionTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    [Fact]
    public async Task OpenAPI_has_every_endpoint_with_a_summary_and_an_example()
    {
        JsonObject document = JsonNode.Parse(await studio.Client.GetStringAsync("/openapi/v1.json"))!.AsObject();
        JsonObject paths = document["paths"]!.AsObject();
        string[] expected =
        [
            "get /api/v1/models", "get /api/v1/models/{id}", "get /api/v1/models/{id}/samples", "post /api/v1/completions",
            "post /api/v1/completions/batch", "post /api/v1/probabilities", "post /api/v1/images/import", "post /api/v1/images/export",
            "post /api/v1/images/inspect", "post /api/v1/palettes/import",
            "get /api/v1/datasets", "get /api/v1/datasets/{id}/sheet.png", "post /api/v1/datasets", "post /api/v1/datasets/preview", "delete /api/v1/datasets/{id}",
            "post /api/v1/models/{id}/rename", "delete /api/v1/models/{id}", "get /api/v1/trash", "post /api/v1/trash/{trash}/restore", "delete /api/v1/trash/{trash}", "post /api/v1/runs/{id}/evaluate", "get /api/v1/info", "get /api/v1/runs", "post /api/v1/runs", "get /api/v1/runs/{id}", "get /api/v1/runs/{id}/events",
            "post /api/v1/runs/{id}/stop", "post /api/v1/runs/{id}/resume", "get /api/v1/runs/{id}/report.html", "get /api/v1/runs/compare",
        ];
        string[] actual = [.. paths.SelectMany(p => p.Value!.AsObject().Select(o => $"{o.Key} {p.Key}"))];
        Assert.Empty(expected.Except(actual));
        foreach ((string _, JsonNode? operation) in paths.SelectMany(p => p.Value!.AsObject()))
        {
            Assert.NotEmpty((string?)operation!["summary"] ?? "");
            if (operation["requestBody"] is { } body) Assert.True((body["content"]!["application/json"]!["example"] ?? body["content"]!["application/json"]!["examples"]) is not null, $"{operation["summary"]} has no example");
        }
    }

    [Fact]
    public async Task OpenAPI_has_the_JSON_names()
    {
        string document = await studio.Client.GetStringAsync("/openapi/v1.json");
        Assert.Contains("\"num_return_sequences\"", document);
        Assert.DoesNotContain("\"NumReturnSequences\"", document);
        Assert.DoesNotContain("\"numReturnSequences\"", document);
        JsonNode completions = JsonNode.Parse(document)!["paths"]!["/api/v1/completions"]!["post"]!;
        Assert.Equal(["prompt", "mask", "vary", "new"], completions["requestBody"]!["content"]!["application/json"]!["examples"]!.AsObject().Select(e => e.Key));
        Assert.NotNull(completions["responses"]!["429"]);
        JsonNode content = completions["responses"]!["200"]!["content"]!;
        Assert.NotNull(content["application/json"]!["schema"]);
        Assert.NotNull(content["text/event-stream"]!["schema"]);
    }

    [Fact]
    public async Task OpenAPI_describes_properties_states_and_deprecated_names()
    {
        JsonNode schemas = JsonNode.Parse(await studio.Client.GetStringAsync("/openapi/v1.json"))!["components"]!["schemas"]!;
        foreach (string body in (string[])["CompletionBody", "ModelBody"])
        {
            JsonNode properties = schemas[body]!["properties"]!;
            Assert.True((bool?)properties["keep"]!["deprecated"], $"{body}.keep is not deprecated");
            Assert.NotEmpty((string)properties["prompt_fraction"]!["description"]!);
        }

        Assert.Equal(["queued", "training", "stopped", "done", "failed", "elsewhere"], schemas["RunState"]!["enum"]!.AsArray().Select(s => (string)s!));
        Assert.Equal(["ready", "training", "broken"], schemas["ModelState"]!["enum"]!.AsArray().Select(s => (string)s!));
    }

    [Fact]
    public async Task Health_endpoints_report_live_and_ready()
    {
        Assert.Equal("alive", await studio.Client.GetStringAsync("/health/live"));
        Assert.Equal("ready", await studio.Client.GetStringAsync("/health/ready"));
    }

    [Fact]
    public async Task Metrics_count_completions_and_requests()
    {
        await studio.PostAsync("/api/v1/completions", """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}}""");
        using HttpResponseMessage response = await studio.Client.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        string text = await response.Content.ReadAsStringAsync();
        Assert.Contains("# TYPE pixelgpt_pixels_total counter\npixelgpt_pixels_total 29\n", text);
        Assert.Contains("pixelgpt_queue_length 0\n", text);
        Assert.Contains("pixelgpt_completion_duration_seconds_count 1\n", text);
        Assert.Contains("pixelgpt_requests_total{status=\"2xx\"} ", text);
    }
}
