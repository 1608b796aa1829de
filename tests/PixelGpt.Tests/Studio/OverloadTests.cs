using System.Net;
using System.Net.ServerSentEvents;
using PixelGpt.Studio;

namespace PixelGpt.Tests.Studio;

/// <summary>Tests many concurrent clients, and clients that disconnect. The requests of the large model take seconds unless they are cancelled.</summary>
public sealed class OverloadTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    private const string Path = "/api/v1/completions";
    private const string Long = """{"model": "large", "prompt": {"width": 64, "height": 64, "pixels": [1]}, "do_sample": true, "num_return_sequences": 16, "stream": true}""";
    private const string Short = """{"model": "large", "prompt": {"width": 2, "height": 2, "pixels": [1]}}""";

    [Fact]
    public async Task A_full_queue_rejects_requests_until_a_client_disconnects()
    {
        await using StudioServer server = await studio.StartAsync(o => o with { QueueLimit = 1 });
        using var client = new HttpClient { BaseAddress = server.Address };
        using (HttpResponseMessage stream = await StartStreamAsync(client))
        {
            // Six of the sixteen pictures are being generated, so ten are waiting.
            using HttpResponseMessage rejected = await client.PostAsync(Path, StudioServerFixture.Json(Short));
            await StudioServerFixture.ProblemAsync(rejected, 429);
            Assert.InRange(rejected.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 600);
        }

        await UntilIdleAsync(client);
        using HttpResponseMessage accepted = await client.PostAsync(Path, StudioServerFixture.Json(Short));
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        string metrics = await client.GetStringAsync("/metrics");
        Assert.Contains("outcome=\"rejected\"} 1\n", metrics);
    }

    [Fact]
    public async Task A_completion_stops_when_its_client_disconnects()
    {
        await using StudioServer server = await studio.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        using var disconnect = new CancellationTokenSource();
        Task<HttpResponseMessage> request = client.PostAsync(Path, StudioServerFixture.Json(Long.Replace("true}", "false}", StringComparison.Ordinal)), disconnect.Token);
        while (!request.IsCompleted && !(await client.GetStringAsync("/metrics")).Contains("pixelgpt_drawing 6\n", StringComparison.Ordinal))
        {
        }

        await disconnect.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await UntilIdleAsync(client);
        Assert.Contains("outcome=\"abandoned\"} 16\n", await UntilAsync(client, "abandoned"));
    }

    [Fact]
    public async Task A_completion_over_the_time_limit_is_cancelled()
    {
        await using StudioServer server = await studio.StartAsync(o => o with { CompletionTimeout = TimeSpan.FromMilliseconds(1) });
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage response = await client.PostAsync(Path, StudioServerFixture.Json(Long.Replace("true}", "false}", StringComparison.Ordinal)));
        await StudioServerFixture.ProblemAsync(response, 503);
        await UntilIdleAsync(client);
    }

    [Fact]
    public async Task Closing_does_not_wait_for_streams()
    {
        StudioServer server = await studio.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage stream = await StartStreamAsync(client);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        await server.DisposeAsync();
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds < 10, $"closing took {System.Diagnostics.Stopwatch.GetElapsedTime(start)}");
    }

    [Fact]
    public async Task Closing_responds_to_waiting_requests()
    {
        StudioServer server = await studio.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        Task<HttpResponseMessage> request = client.PostAsync(Path, StudioServerFixture.Json(Long.Replace("true}", "false}", StringComparison.Ordinal)));
        await UntilAsync(client, "pixelgpt_drawing 6\n");
        await server.DisposeAsync();
        using HttpResponseMessage response = await request;
        Assert.Contains("closing", await StudioServerFixture.ProblemAsync(response, 503));
    }

    [Fact]
    public async Task Concurrent_requests_have_the_same_results_as_single_ones()
    {
        string Body(int seed) => $$"""{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1, 2]}, "do_sample": true, "seed": {{seed}}}""";
        string[] concurrent = await Task.WhenAll(Enumerable.Range(0, 40).Select(async seed => (await studio.PostAsync(Path, Body(seed))).ToJsonString()));
        for (int seed = 0; seed < 40; seed += 13) Assert.Equal((await studio.PostAsync(Path, Body(seed))).ToJsonString(), concurrent[seed]);
    }

    /// <summary>Starts a long stream and reads it to the first pixel.</summary>
    private static async Task<HttpResponseMessage> StartStreamAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = StudioServerFixture.Json(Long) };
        HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            if (item.EventType == "pixel") break;
        }

        return response;
    }

    private static Task<string> UntilIdleAsync(HttpClient client) => UntilAsync(client, "pixelgpt_drawing 0\n");

    /// <summary>Requests the metrics until they contain a text, for at most 20 seconds.</summary>
    private static async Task<string> UntilAsync(HttpClient client, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            string metrics = await client.GetStringAsync("/metrics", limit.Token);
            if (metrics.Contains(text, StringComparison.Ordinal)) return metrics;
        }
    }
}
