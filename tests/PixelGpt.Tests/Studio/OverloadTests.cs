using System.Net;
using System.Net.ServerSentEvents;
using PixelGpt.Studio;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>Many callers and impatient ones. A gate holds drawing back and a manual clock replaces time-outs, so that no outcome depends on speed.</summary>
public sealed class OverloadTests(CrowdedServerFixture studio) : IClassFixture<CrowdedServerFixture>
{
    private const string Path = "/api/v1/completions";
    private const string Long = """{"model": "large", "prompt": {"width": 64, "height": 64, "pixels": [1]}, "do_sample": true, "num_return_sequences": 16, "stream": true}""";
    private const string Whole = """{"model": "large", "prompt": {"width": 64, "height": 64, "pixels": [1]}, "do_sample": true, "num_return_sequences": 16}""";
    private const string Short = """{"model": "large", "prompt": {"width": 2, "height": 2, "pixels": [1]}}""";

    [Fact]
    public async Task A_full_queue_is_told_and_a_caller_who_leaves_makes_room()
    {
        var gate = new DrawingGate(steps: 1);
        await using StudioServer server = await studio.StartAsync(o => o with { QueueLimit = 1, BeforeStep = gate.Pass });
        using DrawingGate opened = gate;
        using var client = new HttpClient { BaseAddress = server.Address };
        using (HttpResponseMessage stream = await BeginAsync(client))
        {
            await ReadAsync(stream, until: "pixel");

            // Six of the sixteen are being drawn, so ten wait.
            using HttpResponseMessage refused = await client.PostAsync(Path, CrowdedServerFixture.Json(Short));
            await CrowdedServerFixture.ProblemAsync(refused, 429);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 600);
        }

        await UntilAsync(client, "pixelgpt_queue_length 0\n");
        gate.Open();
        await UntilIdleAsync(client);
        using HttpResponseMessage served = await client.PostAsync(Path, CrowdedServerFixture.Json(Short));
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        string metrics = await client.GetStringAsync("/metrics");
        Assert.Contains("outcome=\"rejected\"} 1\n", metrics);
    }

    [Fact]
    public async Task A_caller_who_leaves_a_whole_completion_stops_it()
    {
        var gate = new DrawingGate();
        await using StudioServer server = await studio.StartAsync(o => o with { BeforeStep = gate.Pass });
        using DrawingGate opened = gate;
        using var client = new HttpClient { BaseAddress = server.Address };
        using var leaving = new CancellationTokenSource();
        Task<HttpResponseMessage> asked = client.PostAsync(Path, CrowdedServerFixture.Json(Whole), leaving.Token);
        await UntilDrawingAsync(client);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Contains("outcome=\"abandoned\"} 16\n", await UntilAsync(client, "abandoned"));
        gate.Open();
        await UntilIdleAsync(client);
    }

    [Fact]
    public async Task A_completion_that_takes_too_long_is_given_up()
    {
        var clock = new ManualClock();
        var gate = new DrawingGate();
        await using StudioServer server = await studio.StartAsync(o => o with { TimeProvider = clock, BeforeStep = gate.Pass });
        using DrawingGate opened = gate;
        using var client = new HttpClient { BaseAddress = server.Address };
        Task<HttpResponseMessage> asked = client.PostAsync(Path, CrowdedServerFixture.Json(Whole));
        await UntilDrawingAsync(client);
        clock.Advance(new StudioOptions().CompletionTimeout);
        using HttpResponseMessage response = await asked;
        Assert.Contains("not done within 60 s", await CrowdedServerFixture.ProblemAsync(response, 503));
        gate.Open();
        await UntilIdleAsync(client);
    }

    [Fact]
    public async Task A_stream_that_takes_too_long_is_given_up()
    {
        var clock = new ManualClock();
        var gate = new DrawingGate(steps: 1);
        await using StudioServer server = await studio.StartAsync(o => o with { TimeProvider = clock, BeforeStep = gate.Pass });
        using DrawingGate opened = gate;
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage stream = await BeginAsync(client);
        await UntilDrawingAsync(client);
        clock.Advance(new StudioOptions().CompletionTimeout);
        Assert.Contains("not done within 60 s", await ReadAsync(stream, until: "error"));
    }

    [Fact]
    public async Task A_studio_that_closes_does_not_wait_for_streams()
    {
        // Nothing more is drawn after the first pixel and the clock stands still, so that only closing can end the stream.
        var gate = new DrawingGate(steps: 1);
        StudioServer server = await studio.StartAsync(o => o with { TimeProvider = new ManualClock(), BeforeStep = gate.Pass });
        using DrawingGate opened = gate;
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage stream = await BeginAsync(client);
        await UntilDrawingAsync(client);
        Task closing = server.DisposeAsync().AsTask();
        Assert.Contains("closing", await ReadAsync(stream, until: "error"));
        gate.Open();
        await closing.WaitAsync(HangGuard.Limit);
    }

    [Fact]
    public async Task A_studio_that_closes_tells_who_waits()
    {
        var gate = new DrawingGate();
        StudioServer server = await studio.StartAsync(o => o with { TimeProvider = new ManualClock(), BeforeStep = gate.Pass });
        using DrawingGate opened = gate;
        using var client = new HttpClient { BaseAddress = server.Address };
        Task<HttpResponseMessage> asked = client.PostAsync(Path, CrowdedServerFixture.Json(Whole));
        await UntilDrawingAsync(client);
        Task closing = server.DisposeAsync().AsTask();
        using HttpResponseMessage response = await asked;
        Assert.Contains("closing", await CrowdedServerFixture.ProblemAsync(response, 503));
        gate.Open();
        await closing.WaitAsync(HangGuard.Limit);
    }

    [Fact]
    public async Task Many_at_once_get_what_each_gets_alone()
    {
        string Body(int seed) => $$"""{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1, 2]}, "do_sample": true, "seed": {{seed}}}""";
        string[] together = await Task.WhenAll(Enumerable.Range(0, 40).Select(async seed => (await studio.PostAsync(Path, Body(seed))).ToJsonString()));
        for (int seed = 0; seed < 40; seed += 13) Assert.Equal((await studio.PostAsync(Path, Body(seed))).ToJsonString(), together[seed]);
    }

    /// <summary>Asks for a long stream.</summary>
    private static async Task<HttpResponseMessage> BeginAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = CrowdedServerFixture.Json(Long) };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Reads a stream up to the first event of a name; fails if the stream ends without one.</summary>
    /// <returns>The event's data.</returns>
    private static async Task<string> ReadAsync(HttpResponseMessage response, string until)
    {
        using var limit = new CancellationTokenSource(HangGuard.Limit);
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync(limit.Token)).EnumerateAsync(limit.Token))
        {
            if (item.EventType == until) return item.Data;
        }

        throw new Xunit.Sdk.XunitException($"the stream ended without '{until}'");
    }

    private static Task<string> UntilDrawingAsync(HttpClient client) => UntilAsync(client, "pixelgpt_drawing 6\n");

    private static Task<string> UntilIdleAsync(HttpClient client) => UntilAsync(client, "pixelgpt_drawing 0\n");

    /// <summary>Asks for the metrics until they contain these words.</summary>
    private static async Task<string> UntilAsync(HttpClient client, string words)
    {
        using var limit = new CancellationTokenSource(HangGuard.Limit);
        while (true)
        {
            string metrics = await client.GetStringAsync("/metrics", limit.Token);
            if (metrics.Contains(words, StringComparison.Ordinal)) return metrics;
        }
    }
}
