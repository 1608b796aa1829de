using System.Net;
using System.Net.ServerSentEvents;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>Tests full queues, disconnecting clients and time limits. A gate pauses generation and a manual clock replaces real time, so that no outcome depends on speed.</summary>
public sealed class OverloadTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    private const string Path = "/api/v1/completions";
    private const string Streamed = """{"model": "large", "prompt": {"width": 64, "height": 64, "pixels": [1]}, "do_sample": true, "num_return_sequences": 16, "stream": true}""";
    private const string Whole = """{"model": "large", "prompt": {"width": 64, "height": 64, "pixels": [1]}, "do_sample": true, "num_return_sequences": 16}""";
    private const string Short = """{"model": "large", "prompt": {"width": 2, "height": 2, "pixels": [1]}}""";

    [Fact]
    public async Task A_full_queue_rejects_requests_until_a_client_disconnects()
    {
        var gate = new GenerationGate(steps: 1);
        await using StudioServer server = await studio.StartAsync(o => o with { QueueLimit = 1, BeforeStep = gate.Pass });
        using GenerationGate openedAtEnd = gate;
        using var client = new HttpClient { BaseAddress = server.Address };
        using (HttpResponseMessage stream = await StartStreamAsync(client))
        {
            await ReadAsync(stream, until: "pixel");

            // Six of the sixteen pictures are being generated, so ten are waiting.
            using HttpResponseMessage rejected = await client.PostAsync(Path, StudioServerFixture.Json(Short));
            await StudioServerFixture.ProblemAsync(rejected, 429);
            Assert.InRange(rejected.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 600);
        }

        await UntilAsync(client, "pixelgpt_queue_length 0\n");
        gate.Open();
        await UntilIdleAsync(client);
        using HttpResponseMessage accepted = await client.PostAsync(Path, StudioServerFixture.Json(Short));
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        string metrics = await client.GetStringAsync("/metrics");
        Assert.Contains("outcome=\"rejected\"} 1\n", metrics);
    }

    [Fact]
    public async Task A_completion_stops_when_its_client_disconnects()
    {
        var gate = new GenerationGate();
        await using StudioServer server = await studio.StartAsync(o => o with { BeforeStep = gate.Pass });
        using GenerationGate openedAtEnd = gate;
        using var client = new HttpClient { BaseAddress = server.Address };
        using var disconnect = new CancellationTokenSource();
        Task<HttpResponseMessage> request = client.PostAsync(Path, StudioServerFixture.Json(Whole), disconnect.Token);
        await UntilGeneratingAsync(client);
        await disconnect.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await UntilAsync(client, "outcome=\"abandoned\"} 16\n");
        gate.Open();
        await UntilIdleAsync(client);
    }

    [Fact]
    public async Task A_completion_over_the_time_limit_is_cancelled()
    {
        var clock = new ManualClock();
        var gate = new GenerationGate();
        await using StudioServer server = await studio.StartAsync(o => o with { TimeProvider = clock, BeforeStep = gate.Pass });
        using GenerationGate openedAtEnd = gate;
        using var client = new HttpClient { BaseAddress = server.Address };
        Task<HttpResponseMessage> request = client.PostAsync(Path, StudioServerFixture.Json(Whole));
        await UntilGeneratingAsync(client);
        clock.Advance(new StudioOptions().CompletionTimeout);
        using HttpResponseMessage response = await request;
        Assert.Contains("time limit of 60 s", await StudioServerFixture.ProblemAsync(response, 503));
        gate.Open();
        await UntilIdleAsync(client);
    }

    [Fact]
    public async Task A_stream_over_the_time_limit_ends_with_an_error()
    {
        var clock = new ManualClock();
        var gate = new GenerationGate(steps: 1);
        await using StudioServer server = await studio.StartAsync(o => o with { TimeProvider = clock, BeforeStep = gate.Pass });
        using GenerationGate openedAtEnd = gate;
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage stream = await StartStreamAsync(client);
        await UntilGeneratingAsync(client);
        clock.Advance(new StudioOptions().CompletionTimeout);
        Assert.Contains("time limit of 60 s", await ReadAsync(stream, until: "error"));
    }

    [Fact]
    public async Task Closing_does_not_wait_for_streams()
    {
        // Generation pauses after the first pixel and the clock does not advance, so that only closing can end the stream.
        var gate = new GenerationGate(steps: 1);
        StudioServer server = await studio.StartAsync(o => o with { TimeProvider = new ManualClock(), BeforeStep = gate.Pass });
        using GenerationGate openedAtEnd = gate;
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage stream = await StartStreamAsync(client);
        await UntilGeneratingAsync(client);
        Task closing = server.DisposeAsync().AsTask();
        Assert.Contains("closing", await ReadAsync(stream, until: "error"));
        gate.Open();
        await closing.WaitAsync(HangGuard.Limit);
    }

    [Fact]
    public async Task Closing_responds_to_waiting_requests()
    {
        var gate = new GenerationGate();
        StudioServer server = await studio.StartAsync(o => o with { TimeProvider = new ManualClock(), BeforeStep = gate.Pass });
        using GenerationGate openedAtEnd = gate;
        using var client = new HttpClient { BaseAddress = server.Address };
        Task<HttpResponseMessage> request = client.PostAsync(Path, StudioServerFixture.Json(Whole));
        await UntilGeneratingAsync(client);
        Task closing = server.DisposeAsync().AsTask();
        using HttpResponseMessage response = await request;
        Assert.Contains("closing", await StudioServerFixture.ProblemAsync(response, 503));
        gate.Open();
        await closing.WaitAsync(HangGuard.Limit);
    }

    [Fact]
    public async Task Concurrent_requests_have_the_same_results_as_single_ones()
    {
        string Body(int seed) => $$"""{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1, 2]}, "do_sample": true, "seed": {{seed}}}""";
        string[] concurrent = await Task.WhenAll(Enumerable.Range(0, 40).Select(async seed => (await studio.PostAsync(Path, Body(seed))).ToJsonString()));
        for (int seed = 0; seed < 40; seed += 13) Assert.Equal((await studio.PostAsync(Path, Body(seed))).ToJsonString(), concurrent[seed]);
    }

    /// <summary>Starts a long stream.</summary>
    private static async Task<HttpResponseMessage> StartStreamAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = StudioServerFixture.Json(Streamed) };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Reads a stream up to the first event with a name, and returns its data. Fails if the stream ends before.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage response, string until)
    {
        using var limit = new CancellationTokenSource(HangGuard.Limit);
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync(limit.Token)).EnumerateAsync(limit.Token))
        {
            if (item.EventType == until) return item.Data;
        }

        throw new Xunit.Sdk.XunitException($"the stream ended without the event '{until}'");
    }

    private static Task<string> UntilGeneratingAsync(HttpClient client) => UntilAsync(client, "pixelgpt_drawing 6\n");

    private static Task<string> UntilIdleAsync(HttpClient client) => UntilAsync(client, "pixelgpt_drawing 0\n");

    /// <summary>Requests the metrics until they contain a text.</summary>
    private static async Task<string> UntilAsync(HttpClient client, string text)
    {
        using var limit = new CancellationTokenSource(HangGuard.Limit);
        while (true)
        {
            string metrics = await client.GetStringAsync("/metrics", limit.Token);
            if (metrics.Contains(text, StringComparison.Ordinal)) return metrics;
        }
    }
}
