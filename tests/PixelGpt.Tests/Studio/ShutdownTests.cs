using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using PixelGpt.Data.Sources;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Studio.Training;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>Tests the end of the studio: running completions are finished, new ones are refused, and trainings are resumed at the next start.</summary>
public sealed class ShutdownTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>, IDisposable
{
    private const string Path = "/api/v1/completions";
    private const string Streamed = """{"model": "large", "prompt": {"width": 8, "height": 8, "pixels": [1]}, "do_sample": true, "stream": true}""";
    private const string Short = """{"model": "large", "prompt": {"width": 2, "height": 2, "pixels": [1]}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Running_completions_are_finished_and_new_ones_are_refused()
    {
        var gate = new GenerationGate(steps: 1);
        await using StudioServer server = await studio.StartAsync(o => o with { BeforeStep = gate.Pass });
        using GenerationGate openedAtEnd = gate;
        using var client = new HttpClient { BaseAddress = server.Address };
        using var stop = new CancellationTokenSource();
        Task running = server.RunAsync(stop.Token);
        using HttpResponseMessage stream = await StartStreamAsync(client);
        await stop.CancelAsync();
        await UntilNotReadyAsync(client);
        foreach ((string path, string body) in ((string, string)[])[(Path, Short), (Path, Streamed), ($"{Path}/batch", $$"""{"requests": [{{Short}}]}"""), ("/api/v1/probabilities", """{"model": "tiny", "width": 6, "height": 5, "pixels": [1]}""")])
        {
            using HttpResponseMessage refused = await client.PostAsync(path, StudioServerFixture.Json(body));
            Assert.Contains("closing", await StudioServerFixture.ProblemAsync(refused, 503));
            Assert.Equal(TimeSpan.FromSeconds(30), refused.Headers.RetryAfter!.Delta);
        }

        Assert.Equal("alive", await client.GetStringAsync("/health/live"));
        Assert.False(running.IsCompleted);
        gate.Open();
        Assert.Equal("done", await LastEventAsync(stream));
        await running.WaitAsync(HangGuard.Limit);
    }

    [Fact]
    public async Task Completions_that_take_longer_than_the_period_are_cancelled()
    {
        var clock = new ManualClock();
        var gate = new GenerationGate(steps: 1);
        await using StudioServer server = await studio.StartAsync(o => o with { BeforeStep = gate.Pass, TimeProvider = clock, DrainPeriod = TimeSpan.FromSeconds(5) });
        using GenerationGate openedAtEnd = gate;
        using var client = new HttpClient { BaseAddress = server.Address };
        using var stop = new CancellationTokenSource();
        Task running = server.RunAsync(stop.Token);
        using HttpResponseMessage stream = await StartStreamAsync(client);
        await stop.CancelAsync();
        await UntilNotReadyAsync(client);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("error", await LastEventAsync(stream));
        gate.Open();
        await running.WaitAsync(HangGuard.Limit);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3601)]
    public async Task The_period_has_limits(int seconds) =>
        Assert.Contains("drain-seconds", (await Assert.ThrowsAsync<InputException>(() => studio.StartAsync(o => o with { DrainPeriod = TimeSpan.FromSeconds(seconds) }))).Message);

    [Fact]
    public async Task Trainings_are_resumed_at_the_next_start_unless_a_client_has_stopped_them()
    {
        WriteData(_folder["data/stripes"]);
        StudioServer server = await StartAsync(resume: true);
        using (var client = new HttpClient { BaseAddress = server.Address })
        {
            foreach (string id in (string[])["first", "second", "third"]) await StartRunAsync(client, id);
            await UntilEpochAsync(client, "first");
            using HttpResponseMessage stopped = await client.PostAsJsonAsync("/api/v1/runs/second/stop", new JsonObject());
            Assert.Equal(HttpStatusCode.Accepted, stopped.StatusCode);
        }

        await server.DisposeAsync();
        Assert.Equal("""["first","third"]""", File.ReadAllText(_folder[$"runs/{LiveRunFile.Name}"]).Trim());

        // Without the option, nothing is resumed.
        server = await StartAsync(resume: false);
        using (var client = new HttpClient { BaseAddress = server.Address }) Assert.Equal("stopped", await StateAsync(client, "first"));
        await server.DisposeAsync();

        server = await StartAsync(resume: true);
        using (var client = new HttpClient { BaseAddress = server.Address })
        {
            await UntilStateAsync(client, "third", "queued");
            await UntilStateAsync(client, "first", "training");
            Assert.Equal("stopped", await StateAsync(client, "second"));
            using HttpResponseMessage stopped = await client.PostAsJsonAsync("/api/v1/runs/first/stop", new JsonObject());
            await UntilStateAsync(client, "third", "training");
        }

        await server.DisposeAsync();
        Assert.Equal("""["third"]""", File.ReadAllText(_folder[$"runs/{LiveRunFile.Name}"]).Trim());
    }

    [Fact]
    public async Task A_training_is_saved_at_SIGTERM_and_resumed_after_a_crash()
    {
        WriteData(_folder["data/stripes"]);
        string[] arguments = ["--models", _folder["runs"], "--resume-trainings", "--log-level", "information"];
        await using (StudioProcess process = await StudioProcess.StartAsync(arguments))
        {
            await StartRunAsync(process.Client, "long");
            await UntilEpochAsync(process.Client, "long");
            process.Terminate();
            (int code, string[] log) = await process.EndAsync();
            Assert.Equal(0, code);
            Assert.Contains(log, line => line.Contains("long has ended: Stopped", StringComparison.Ordinal));
        }

        // The second process is killed, so that it writes nothing at its end.
        await using (StudioProcess process = await StudioProcess.StartAsync(arguments)) await UntilStateAsync(process.Client, "long", "training");
        await using StudioServer server = await StartAsync(resume: true);
        using var client = new HttpClient { BaseAddress = server.Address };
        await UntilStateAsync(client, "long", "training");
    }

    [Fact]
    public async Task A_damaged_list_of_trainings_and_missing_runs_do_not_prevent_the_start()
    {
        foreach (string text in (string[])["{", "[1]", """["none", "../outside"]"""])
        {
            Directory.CreateDirectory(_folder["runs"]);
            _folder.Write($"runs/{LiveRunFile.Name}", text);
            await using StudioServer server = await StartAsync(resume: true);
            using var client = new HttpClient { BaseAddress = server.Address };
            Assert.Equal("ready", await client.GetStringAsync("/health/ready"));
        }
    }

    private Task<StudioServer> StartAsync(bool resume) => StudioServer.StartAsync(new StudioOptions { Port = 0, Models = _folder["runs"], Threads = 1, ResumeTrainings = resume });

    private static async Task StartRunAsync(HttpClient client, string id)
    {
        var body = new JsonObject { ["id"] = id, ["dataset"] = "stripes", ["model_type"] = "gpt2", ["preset"] = "tiny", ["epochs"] = 10_000, ["batch_size"] = 40 };
        using HttpResponseMessage response = await client.PostAsJsonAsync("/api/v1/runs", body);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
    }

    private static async Task<string> StateAsync(HttpClient client, string id) => (string)JsonNode.Parse(await client.GetStringAsync($"/api/v1/runs/{id}"))!["state"]!;

    private static async Task UntilStateAsync(HttpClient client, string id, string state)
    {
        using var limit = new CancellationTokenSource(HangGuard.Limit);
        while (await StateAsync(client, id) != state) limit.Token.ThrowIfCancellationRequested();
    }

    private static async Task UntilEpochAsync(HttpClient client, string id)
    {
        using HttpResponseMessage response = await client.GetAsync($"/api/v1/runs/{id}/events", HttpCompletionOption.ResponseHeadersRead);
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            if (item.EventType == "epoch") return;
        }
    }

    /// <summary>Starts a stream.</summary>
    private static async Task<HttpResponseMessage> StartStreamAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = StudioServerFixture.Json(Streamed) };
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<string> LastEventAsync(HttpResponseMessage response)
    {
        string last = "";
        using var limit = new CancellationTokenSource(HangGuard.Limit);
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync(limit.Token)).EnumerateAsync(limit.Token)) last = item.EventType;
        return last;
    }

    private static async Task UntilNotReadyAsync(HttpClient client)
    {
        using var limit = new CancellationTokenSource(HangGuard.Limit);
        while (true)
        {
            using HttpResponseMessage response = await client.GetAsync("/health/ready", limit.Token);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable) continue;
            Assert.Contains("closing", await StudioServerFixture.ProblemAsync(response, 503));
            return;
        }
    }

    private static void WriteData(string folder)
    {
        Directory.CreateDirectory(folder);
        string[] lines = [.. Enumerable.Range(0, 40).Select(i => string.Join(' ', Enumerable.Range(0, 64).Select(p => (i + (p / 8)) % TinyModels.Colors)))];
        File.WriteAllLines(System.IO.Path.Combine(folder, TextFolderSource.PixelFile), lines);
        File.WriteAllText(System.IO.Path.Combine(folder, TextFolderSource.ColormapFile), TinyModels.Palette().ToColormapText());
    }
}
