using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PixelGpt.Studio;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>Tests the Prometheus text of a studio, and the export to an OpenTelemetry collector.</summary>
public sealed partial class MetricsTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>
{
    private const string Completion = """{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}}""";

    [Fact]
    public async Task All_series_exist_from_the_start()
    {
        await using StudioServer server = await studio.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        string text = await client.GetStringAsync("/metrics");
        foreach (string series in (string[])
                 [
                     "pixelgpt_requests_total{status=\"2xx\"} 0", "pixelgpt_requests_total{status=\"4xx\"} 0", "pixelgpt_requests_total{status=\"5xx\"} 0",
                     "pixelgpt_completions_total{outcome=\"finished\"} 0", "pixelgpt_completions_total{outcome=\"rejected\"} 0", "pixelgpt_completions_total{outcome=\"abandoned\"} 0",
                     "pixelgpt_completions_total{outcome=\"timed_out\"} 0", "pixelgpt_completions_total{outcome=\"failed\"} 0",
                     "pixelgpt_pixels_total 0", "pixelgpt_queue_length 0", "pixelgpt_drawing 0", "pixelgpt_completion_duration_seconds_count 0",
                     "pixelgpt_trainings{state=\"training\"} 0", "pixelgpt_trainings{state=\"queued\"} 0", "pixelgpt_trainings_ended_total{state=\"failed\"} 0",
                     "pixelgpt_request_duration_seconds_count{method=\"POST\",route=\"/api/v1/completions\"} 0",
                     "pixelgpt_request_duration_seconds_bucket{method=\"DELETE\",route=\"/api/v1/models/{id}\",le=\"+Inf\"} 0",
                 ])
            Assert.Contains(series + "\n", text);
        foreach (string name in (string[])["process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_handles", "process_threads", "process_start_time_seconds", "dotnet_gc_heap_bytes"])
            Assert.True(double.Parse(Regex.Match(text, $"^{name} (.*)$", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture) > 0, name);
    }

    [Fact]
    public async Task The_text_has_one_type_per_metric_and_each_series_once()
    {
        await studio.PostAsync("/api/v1/completions", Completion);
        string[] lines = (await studio.Client.GetStringAsync("/metrics")).TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.Matches(Line(), line));
        string[] types = [.. lines.Where(l => l.StartsWith("# TYPE", StringComparison.Ordinal)).Select(l => l.Split(' ')[2])];
        Assert.Equal(types.Distinct(), types);
        string[] series = [.. lines.Where(l => l[0] != '#').Select(l => l[..l.LastIndexOf(' ')])];
        Assert.Equal(series.Distinct(), series);
    }

    [Fact]
    public async Task The_duration_of_requests_is_counted_by_route()
    {
        await using StudioServer server = await studio.StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        foreach (string id in (string[])["tiny", "none", "large"]) (await client.GetAsync($"/api/v1/models/{id}")).Dispose();
        (await client.GetAsync("/api/v1/nowhere")).Dispose();

        // A request is counted when its response has been sent, so that the client may be faster.
        using var limit = new CancellationTokenSource(HangGuard.Limit);
        string text;
        do text = await client.GetStringAsync("/metrics", limit.Token);
        while (!text.Contains("pixelgpt_requests_total{status=\"4xx\"} 2\n", StringComparison.Ordinal));
        Assert.Contains("pixelgpt_request_duration_seconds_count{method=\"GET\",route=\"/api/v1/models/{id}\"} 3\n", text);
        Assert.DoesNotContain("nowhere", text);
    }

    [Fact]
    public async Task A_collector_receives_metrics_and_traces()
    {
        var received = new ConcurrentQueue<(string Path, string? Type, byte[] Body)>();
        await using LoopbackServer collector = await LoopbackServer.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.Enqueue((context.Request.Path, context.Request.ContentType, body.ToArray()));
            context.Response.ContentType = "application/x-protobuf";
        });
        string id;
        await using (StudioServer server = await studio.StartAsync(o => o with { OtlpEndpoint = new Uri(collector.Address, "base") }))
        {
            using var client = new HttpClient { BaseAddress = server.Address };
            using HttpResponseMessage response = await client.PostAsync("/api/v1/completions", StudioServerFixture.Json(Completion));
            Assert.True(response.IsSuccessStatusCode);
            id = response.Headers.GetValues("X-Request-Id").Single();
            await client.GetStringAsync("/health/live");
        }

        Assert.All(received, export => Assert.Equal("application/x-protobuf", export.Type));
        string metrics = TextOf("/base/v1/metrics"), traces = TextOf("/base/v1/traces");
        foreach (string text in (string[])["pixelgpt-studio", "pixelgpt.completions", "pixelgpt.request.duration", "pixelgpt.trainings", "dotnet.process.cpu.time", "kestrel.active_connections"]) Assert.Contains(text, metrics);
        foreach (string text in (string[])["pixelgpt-studio", "/api/v1/completions", id]) Assert.Contains(text, traces);
        Assert.DoesNotContain("/health/live", traces);

        // Protocol buffers have texts as UTF-8.
        string TextOf(string path) => string.Concat(received.Where(export => export.Path == path).Select(export => Encoding.UTF8.GetString(export.Body)));
    }

    [Fact]
    public async Task A_collector_that_cannot_be_reached_does_not_affect_the_studio()
    {
        await using StudioServer server = await studio.StartAsync(o => o with { OtlpEndpoint = new Uri("http://127.0.0.1:9") });
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage response = await client.PostAsync("/api/v1/completions", StudioServerFixture.Json(Completion));
        Assert.True(response.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1:4318")]
    [InlineData("collector")]
    [InlineData("ftp://127.0.0.1")]
    public async Task An_invalid_collector_is_rejected(string url) =>
        Assert.Contains("otlp-endpoint must be", await CliFixture.RefusedAsync("studio", "--port", "0", "--models", studio.Models, "--otlp-endpoint", url));

    [GeneratedRegex(@"^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+=""[^""]*""(,[a-z_]+=""[^""]*"")*\})? [0-9.E+-]+)$")]
    private static partial Regex Line();
}
