using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>Tests the read-only mode, and the limits of runs that are started over the API.</summary>
public sealed class ChangeLimitTests(StudioServerFixture studio) : IClassFixture<StudioServerFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_read_only_studio_completes_pictures_and_changes_nothing()
    {
        await using StudioServer server = await studio.StartAsync(o => o with { ReadOnly = true });
        using var client = new HttpClient { BaseAddress = server.Address };
        foreach ((string method, string path) in ((string, string)[])
                 [
                     ("POST", "/runs"), ("POST", "/runs/tiny/resume"), ("POST", "/runs/tiny/stop"), ("POST", "/runs/tiny/evaluate"), ("POST", "/datasets"), ("DELETE", "/datasets/mine"),
                     ("POST", "/models/tiny/rename"), ("DELETE", "/models/tiny"), ("POST", "/trash/x/restore"), ("DELETE", "/trash/x"),
                 ])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1" + path) { Content = StudioServerFixture.Json("{}") };
            using HttpResponseMessage response = await client.SendAsync(request);
            Assert.Contains("read-only", await StudioServerFixture.ProblemAsync(response, 403));
        }

        using HttpResponseMessage completion = await client.PostAsync("/api/v1/completions", StudioServerFixture.Json("""{"model": "tiny", "prompt": {"width": 6, "height": 5, "pixels": [1]}}"""));
        Assert.Equal(HttpStatusCode.OK, completion.StatusCode);
        Assert.Contains("read-only", (string)JsonNode.Parse(await client.GetStringAsync("/api/v1/info"))!["changes_refused"]!);
        Assert.Null(JsonNode.Parse(await studio.Client.GetStringAsync("/api/v1/info"))!["changes_refused"]);
    }

    [Fact]
    public async Task The_number_of_epochs_and_the_batch_size_are_limited()
    {
        await using StudioServer server = await StartAsync(o => o with { MaxEpochs = 2, MaxBatchSize = 4 });
        using var client = new HttpClient { BaseAddress = server.Address };
        JsonNode limits = JsonNode.Parse(await client.GetStringAsync("/api/v1/info"))!["limits"]!;
        Assert.Equal((2, 4), ((int)limits["max_epochs"]!, (int)limits["max_batch_size"]!));
        Assert.Contains("epochs must be at most 2 (got 3)", await RejectedAsync("/runs", """{"dataset": "creatures", "epochs": 3}"""));
        Assert.Contains("batch_size must be at most 4 (got 5)", await RejectedAsync("/runs", """{"dataset": "creatures", "batch_size": 5}"""));

        // The values of the preset are larger.
        using HttpResponseMessage started = await client.PostAsync("/api/v1/runs", StudioServerFixture.Json("""{"id": "mine", "dataset": "creatures", "model_type": "gpt2", "preset": "tiny"}"""));
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        JsonNode run = JsonNode.Parse(await client.GetStringAsync("/api/v1/runs/mine"))!;
        Assert.Equal((2, 4), ((int)run["epochs"]!, (int)run["recipe"]!["batch_size"]!));
        using HttpResponseMessage stopped = await client.PostAsync("/api/v1/runs/mine/stop", StudioServerFixture.Json("{}"));
        await FollowAsync(client, "mine");
        Assert.Contains("epochs must be at most 2 (got 5)", await RejectedAsync("/runs/mine/resume", """{"epochs": 5}"""));

        async Task<string> RejectedAsync(string path, string body)
        {
            using HttpResponseMessage response = await client.PostAsync("/api/v1" + path, StudioServerFixture.Json(body));
            return await StudioServerFixture.ProblemAsync(response, 400);
        }
    }

    [Fact]
    public async Task A_run_that_is_too_large_is_stopped_after_an_epoch_and_cannot_be_resumed()
    {
        await using StudioServer server = await StartAsync(o => o with { MaxRunBytes = 1000 });
        using var client = new HttpClient { BaseAddress = server.Address };
        using HttpResponseMessage started = await client.PostAsync("/api/v1/runs", StudioServerFixture.Json("""{"id": "mine", "dataset": "creatures", "model_type": "gpt2", "preset": "tiny", "epochs": 10000, "batch_size": 64}"""));
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal("stopped", await FollowAsync(client, "mine"));
        JsonNode run = JsonNode.Parse(await client.GetStringAsync("/api/v1/runs/mine"))!;
        Assert.Equal(("stopped", 1), ((string)run["state"]!, (int)run["epoch"]!));
        Assert.Contains("--max-run-bytes", (string)run["problem"]!);
        using HttpResponseMessage resumed = await client.PostAsync("/api/v1/runs/mine/resume", StudioServerFixture.Json("{}"));
        Assert.Contains("1000 bytes", await StudioServerFixture.ProblemAsync(resumed, 409));
        using HttpResponseMessage deleted = await client.DeleteAsync("/api/v1/models/mine");
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
    }

    [Fact]
    public async Task Invalid_limits_are_rejected()
    {
        Assert.Contains("max-epochs", await FailedAsync(o => o with { MaxEpochs = 0 }));
        Assert.Contains("max-batch-size", await FailedAsync(o => o with { MaxBatchSize = 1025 }));
        Assert.Contains("max-run-bytes", await FailedAsync(o => o with { MaxRunBytes = 0 }));
        Assert.Contains("resume-trainings", await FailedAsync(o => o with { ReadOnly = true, ResumeTrainings = true }));

        async Task<string> FailedAsync(Func<StudioOptions, StudioOptions> change) => (await Assert.ThrowsAsync<InputException>(() => StartAsync(change))).Message;
    }

    private Task<StudioServer> StartAsync(Func<StudioOptions, StudioOptions> change) => StudioServer.StartAsync(change(new StudioOptions { Port = 0, Models = _folder["runs"], Threads = 2 }));

    /// <summary>Follows a run until it has ended, and returns its state.</summary>
    private static async Task<string> FollowAsync(HttpClient client, string id)
    {
        using HttpResponseMessage response = await client.GetAsync($"/api/v1/runs/{id}/events", HttpCompletionOption.ResponseHeadersRead);
        string last = "{}";
        await foreach (SseItem<string> item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync()) last = item.Data;
        return (string)JsonNode.Parse(last)!["state"]!;
    }
}
