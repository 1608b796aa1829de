using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace PixelGpt.Tests.Studio.OpenApi;

/// <summary>Sends requests to a real studio, and checks the responses against the OpenAPI document.</summary>
public sealed class DescribedResponseTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    [Theory]
    [InlineData("/api/v1/models", "/api/v1/models")]
    [InlineData("/api/v1/models/{id}", "/api/v1/models/tiny")]
    [InlineData("/api/v1/models/{id}", "/api/v1/models/built-in")]
    [InlineData("/api/v1/models/{id}", "/api/v1/models/broken")]
    [InlineData("/api/v1/models/{id}/samples", "/api/v1/models/tiny/samples?count=2")]
    [InlineData("/api/v1/datasets", "/api/v1/datasets")]
    [InlineData("/api/v1/runs", "/api/v1/runs")]
    [InlineData("/api/v1/runs/{id}", "/api/v1/runs/tiny")]
    [InlineData("/api/v1/trash", "/api/v1/trash")]
    [InlineData("/api/v1/info", "/api/v1/info")]
    [InlineData("/api/v1/watched", "/api/v1/watched")]
    public async Task Resources_are_as_described(string path, string address)
    {
        JsonObject document = await DocumentAsync();
        JsonNode? value = JsonNode.Parse(await studio.Client.GetStringAsync(address));
        Assert.Empty(new SchemaCheck(document).Errors(value, Schema(document, path, "get", "200", "application/json")));
    }

    [Theory]
    [InlineData("/api/v1/models/nowhere", 404)]
    [InlineData("/api/v1/models/tiny/samples?count=0", 400)]
    public async Task Problems_are_as_described(string address, int status)
    {
        JsonObject document = await DocumentAsync();
        using HttpResponseMessage response = await studio.Client.GetAsync(address);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(new SchemaCheck(document).Errors(JsonNode.Parse(await response.Content.ReadAsStringAsync()), document["components"]!["schemas"]!["ProblemDetails"]!));
    }

    [Fact]
    public async Task Examples_of_requests_can_be_sent_and_are_answered_as_described()
    {
        JsonObject document = await DocumentAsync();
        var check = new SchemaCheck(document);
        var sent = new List<string>();
        foreach ((string path, JsonNode? operations) in document["paths"]!.AsObject())
        {
            foreach ((string method, JsonNode? operation) in operations!.AsObject().Where(o => o.Value!["requestBody"] is not null))
            {
                JsonNode body = operation!["requestBody"]!["content"]!["application/json"]!;
                foreach (JsonNode? example in body["examples"]?.AsObject().Select(e => e.Value!["value"]) ?? [body["example"]])
                {
                    string id = (string)operation["operationId"]!;
                    Assert.Empty(check.Errors(example, body["schema"]!));
                    using HttpResponseMessage response = await studio.Client.PostAsync(path.Replace("{id}", id == "renameModel" ? "large" : "tiny", StringComparison.Ordinal), StudioServerFixture.Json(example!.ToJsonString()));
                    string text = await response.Content.ReadAsStringAsync();
                    Assert.True(response.IsSuccessStatusCode, $"{id}: {text}");
                    JsonNode content = operation["responses"]![$"{(int)response.StatusCode}"]!["content"]!, media = content[response.Content.Headers.ContentType!.MediaType!]!;
                    if (media["schema"]!["$ref"] is not null) Assert.Empty(check.Errors(JsonNode.Parse(text), media["schema"]!));
                    sent.Add(id);
                }
            }
        }

        Assert.Equal(4, sent.Count(id => id == "completePicture"));
        Assert.Contains("startRun", sent);
        foreach (string run in (string[])["my-creatures", "tiny"]) (await studio.Client.PostAsync($"/api/v1/runs/{run}/stop", null)).Dispose();
    }

    [Fact]
    public async Task Events_of_a_completion_are_as_described()
    {
        JsonObject document = await DocumentAsync();
        using HttpResponseMessage response = await studio.Client.PostAsync(
            "/api/v1/completions", StudioServerFixture.Json("""{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1, 2]}, "stream": true, "alternatives": 2}"""));
        Assert.Equal(["start", "pixel", "completion", "done"], (await CheckEventsAsync(document, response, Schema(document, "/api/v1/completions", "post", "200", "text/event-stream"))).Distinct());
    }

    [Fact]
    public async Task Events_of_a_run_are_as_described()
    {
        JsonObject document = await DocumentAsync();
        using HttpResponseMessage response = await studio.Client.GetAsync("/api/v1/runs/tiny/events");
        Assert.Equal(["state", "epoch", "samples", "end"], (await CheckEventsAsync(document, response, Schema(document, "/api/v1/runs/{id}/events", "get", "200", "text/event-stream"))).Distinct());
    }

    /// <summary>Checks each event against the schema of its name, and returns the names.</summary>
    private static async Task<IReadOnlyList<string>> CheckEventsAsync(JsonObject document, HttpResponseMessage response, JsonNode schema)
    {
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var names = new List<string>();
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            names.Add(item.EventType);
            JsonNode described = schema["items"]!["oneOf"]!.AsArray().Single(e => (string?)e!["title"] == item.EventType)!;
            Assert.Empty(new SchemaCheck(document).Errors(JsonNode.Parse(item.Data), described["properties"]!["data"]!["contentSchema"]!));
        }

        return names;
    }

    private static JsonNode Schema(JsonObject document, string path, string method, string status, string type) => document["paths"]![path]![method]!["responses"]![status]!["content"]![type]!["schema"]!;

    private async Task<JsonObject> DocumentAsync() => JsonNode.Parse(await studio.Client.GetStringAsync("/openapi/v1.json"))!.AsObject();
}
