using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace PixelGpt.Tests.Studio;

public sealed class CompletionStreamTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    private const string Path = "/api/v1/completions";
    private const string Prompt = "\"prompt\": {\"width\": 6, \"height\": 5, \"pixels\": [1, 2, 3, 4, 5, 6, 7]}";

    [Fact]
    public async Task A_stream_has_every_pixel_of_the_same_completions()
    {
        const string Options = "\"do_sample\": true, \"seed\": 3, \"num_return_sequences\": 2, \"alternatives\": 2";
        List<(string Event, JsonNode Data)> events = await StreamAsync($$"""{"model": "tiny", {{Prompt}}, {{Options}}, "stream": true}""");
        JsonObject whole = await studio.PostAsync(Path, $$"""{"model": "tiny", {{Prompt}}, {{Options}}}""");
        Assert.Equal(("start", "done"), (events[0].Event, events[^1].Event));
        Assert.Equal((6, 5, 7, 2), ((int)events[0].Data["width"]!, (int)events[0].Data["height"]!, (int)events[0].Data["prompt_pixels"]!, (int)events[0].Data["sequences"]!));
        JsonNode[] pixels = [.. events.Where(e => e.Event == "pixel").Select(e => e.Data)];
        JsonNode[] completions = [.. events.Where(e => e.Event == "completion").Select(e => e.Data)];
        Assert.Equal(events.Count, pixels.Length + completions.Length + 2);
        for (int sequence = 0; sequence < 2; sequence++)
        {
            JsonNode[] ofSequence = [.. pixels.Where(p => (int)p["sequence"]! == sequence)];
            int[] expected = Numbers(whole["completions"]![sequence]!["pixels"]!);
            Assert.Equal(Enumerable.Range(7, 23), ofSequence.Select(p => (int)p["position"]!));
            Assert.Equal(expected[7..], ofSequence.Select(p => (int)p["color"]!));
            Assert.Equal(expected, Numbers(completions.Single(c => (int)c["sequence"]! == sequence)["pixels"]!));
            Assert.All(ofSequence, p => Assert.Equal(2, p["alternatives"]!.AsArray().Count));
            Assert.All(ofSequence, p => Assert.InRange((double)p["probability"]!, 0, 1));
        }

        Assert.Equal(Numbers(whole["ranking"]!), Numbers(events[^1].Data["ranking"]!));
    }

    [Fact]
    public async Task A_complete_prompt_has_no_pixel_events()
    {
        List<(string Event, JsonNode Data)> events = await StreamAsync($$"""{"model": "tiny", "prompt": {"width": 2, "height": 1, "pixels": [1, 2]}, "stream": true}""");
        Assert.Equal(["start", "completion", "done"], events.Select(e => e.Event));
        Assert.Equal([1, 2], Numbers(events[1].Data["pixels"]!));
    }

    [Theory]
    [InlineData("\"temperature\": 0")]
    [InlineData("\"locked\": [[0, 9]], \"num_return_sequences\": 40")]
    public async Task An_invalid_request_has_an_error_status(string option) => await studio.RejectedAsync(Path, $$"""{"model": "tiny", {{Prompt}}, "stream": true, {{option}}}""");

    private async Task<List<(string Event, JsonNode Data)>> StreamAsync(string body)
    {
        using HttpResponseMessage response = await studio.Client.PostAsync(Path, StudioServerFixture.Json(body));
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl?.NoStore ?? response.Headers.CacheControl?.NoCache);
        var events = new List<(string, JsonNode)>();
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync()) events.Add((item.EventType, JsonNode.Parse(item.Data)!));
        return events;
    }

    private static int[] Numbers(JsonNode array) => [.. array.AsArray().Select(n => (int)n!)];
}
