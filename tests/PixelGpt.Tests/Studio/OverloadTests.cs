using System.Net;
using System.Net.ServerSentEvents;
using PixelGpt.Studio;

namespace PixelGpt.Tests.Studio;

/// <summary>Many callers and impatient ones. The large model takes seconds for what is asked of it here, unless it is told to stop.</summary>
public sealed class OverloadTests(CrowdedServerFixture studio) : IClassFixture<CrowdedServerFixture>
{
    private const string Path = "/api/v1/completions";
    private const string Long = """{"model": "large", "prompt": {"width": 64, "height": 64, "pixels": [1]}, "do_sample": true, "num_return_sequences": 16, "stream": true}""";
    private const string Short = """{"model": "large", "prompt": {"width": 2, "height": 2, "pixels": [1]}}""";

    [Fact]
    public async Task A_full_queue_is_told_and_a_caller_who_leaves_makes_room()
    {
        await using StudioServer server = await studio.StartAsync(o => o with { QueueLimit = 1 });
        using var client = new HttpClient { BaseAddress = server.Address };
        using (HttpResponseMessage stream = await BeginAsync(client))
        {
            // Six of the sixteen are being drawn, so ten wait.
            using HttpResponseMessage refused = await client.PostAsync(Path, CrowdedServerFixture.Json(Short));
            await CrowdedServerFixture.ProblemAsync(refused, 429);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 600);
        }

        await UntilIdleAsync(client);
        using HttpResponseMessage served = await client.PostAsync(Path, CrowdedServerFixture.Json(Short));
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        string metrics = await client.GetStringAsync("/metrics");
        Assert.Contains("outcome=\"rejected\"} 1\n", metrics);
    }

    [Fact]
    public async Task A_caller_who_leaves_a_whole_completion_stops_it()
    {
        await using StudioServer server = await studio.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        using var leaving = new CancellationTokenSource();
        Task<HttpResponseMessage> asked = client.PostAsync(Path, CrowdedServerFixture.Json(Long.Replace("true}", "false}", StringComparison.Ordinal)), leaving.Token);
        while (!asked.IsCompleted && !(await client.GetStringAsync("/metrics")).Contains("pixelgpt_drawing 6\n", StringComparison.Ordinal))
        {
        }

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await UntilIdleAsync(client);
        Assert.Contains("outcome=\"abandoned\"} 16\n", await UntilAsync(client, "abandoned"));
    }

    [Fact]
    public async Task A_completion_that_takes_too_long_is_given_up()
    {
        await using StudioServer server = await studio.StartAsync(o => o with { CompletionTimeout = TimeSpan.FromMilliseconds(1) });
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage response = await client.PostAsync(Path, CrowdedServerFixture.Json(Long.Replace("true}", "false}", StringComparison.Ordinal)));
        await CrowdedServerFixture.ProblemAsync(response, 503);
        await UntilIdleAsync(client);
    }

    [Fact]
    public async Task A_studio_that_closes_does_not_wait_for_streams()
    {
        StudioServer server = await studio.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage stream = await BeginAsync(client);
        long since = System.Diagnostics.Stopwatch.GetTimestamp();
        await server.DisposeAsync();
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(since).TotalSeconds < 10, $"it took {System.Diagnostics.Stopwatch.GetElapsedTime(since)}");
    }

    [Fact]
    public async Task A_studio_that_closes_tells_who_waits()
    {
        StudioServer server = await studio.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        Task<HttpResponseMessage> asked = client.PostAsync(Path, CrowdedServerFixture.Json(Long.Replace("true}", "false}", StringComparison.Ordinal)));
        await UntilAsync(client, "pixelgpt_drawing 6\n");
        await server.DisposeAsync();
        using HttpResponseMessage response = await asked;
        Assert.Contains("closing", await CrowdedServerFixture.ProblemAsync(response, 503));
    }

    [Fact]
    public async Task Many_at_once_get_what_each_gets_alone()
    {
        string Body(int seed) => $$"""{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1, 2]}, "do_sample": true, "seed": {{seed}}}""";
        string[] together = await Task.WhenAll(Enumerable.Range(0, 40).Select(async seed => (await studio.PostAsync(Path, Body(seed))).ToJsonString()));
        for (int seed = 0; seed < 40; seed += 13) Assert.Equal((await studio.PostAsync(Path, Body(seed))).ToJsonString(), together[seed]);
    }

    /// <summary>A long stream of which the first pixel has come.</summary>
    private static async Task<HttpResponseMessage> BeginAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = CrowdedServerFixture.Json(Long) };
        HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            if (item.EventType == "pixel") break;
        }

        return response;
    }

    private static Task<string> UntilIdleAsync(HttpClient client) => UntilAsync(client, "pixelgpt_drawing 0\n");

    /// <summary>Asks for the metrics until they say something; long enough for any machine, short enough to fail where it never comes.</summary>
    private static async Task<string> UntilAsync(HttpClient client, string words)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            string metrics = await client.GetStringAsync("/metrics", limit.Token);
            if (metrics.Contains(words, StringComparison.Ordinal)) return metrics;
        }
    }
}
