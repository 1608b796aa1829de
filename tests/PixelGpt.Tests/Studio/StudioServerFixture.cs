using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PixelGpt.Studio;
using PixelGpt.Studio.Configuration;
using PixelGpt.Tests.Cli;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Studio;

/// <summary>A studio on a free port, with a trained model, a broken model and a model for large pictures.</summary>
public sealed class StudioServerFixture : IAsyncLifetime
{
    private readonly CliFixture _fixture = new();
    private StudioServer? _server;

    public string Models => _fixture["models"];

    /// <summary>The folder of the trained model.</summary>
    public string Tiny => Path.Combine(Models, "tiny");

    public Uri Address => _server!.Address;

    public HttpClient Client { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await _fixture.TrainAsync("models/tiny");
        Directory.CreateDirectory(Path.Combine(Models, "broken"));
        File.WriteAllText(Path.Combine(Models, "broken", "config.json"), "{");
        Directory.CreateDirectory(Path.Combine(Models, "no-model"));

        // Pictures of up to 4096 pixels, which cannot be complete before the overload tests have seen them in progress.
        TinyModels.Save(Path.Combine(Models, "large"), positions: 4096);
        TemporaryFolder.Copy(Tiny, _fixture["outside"]);
        Directory.CreateSymbolicLink(Path.Combine(Models, "link"), _fixture["outside"]);
        _server = await StartAsync();
        Client.BaseAddress = Address;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        Client.Dispose();
        _fixture.Dispose();
    }

    /// <summary>Starts another studio with the same models folder.</summary>
    public Task<StudioServer> StartAsync(Func<StudioOptions, StudioOptions>? change = null)
    {
        var options = new StudioOptions { Port = 0, Models = Models, Data = [_fixture.Data], Threads = 1 };
        return StudioServer.StartAsync(change?.Invoke(options) ?? options);
    }

    /// <summary>Posts JSON and returns the JSON of the response.</summary>
    public async Task<JsonObject> PostAsync(string path, string json)
    {
        using HttpResponseMessage response = await Client.PostAsync(path, Json(json));
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>Posts JSON that must be rejected with a status, and returns the detail of the problem.</summary>
    public async Task<string> RejectedAsync(string path, string json, int status = 400)
    {
        using HttpResponseMessage response = await Client.PostAsync(path, Json(json));
        return await ProblemAsync(response, status);
    }

    /// <summary>Checks that a response has problem details without stack traces, type names or folders, and returns the detail.</summary>
    public static async Task<string> ProblemAsync(HttpResponseMessage response, int status)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonObject problem = JsonNode.Parse(text)!.AsObject();
        Assert.Equal(status, (int)problem["status"]!);
        string detail = (string)problem["detail"]!;
        Assert.NotEmpty(detail);
        Assert.DoesNotContain('\n', detail);
        Assert.DoesNotContain("   at ", text);
        Assert.DoesNotContain("Exception", text);
        Assert.DoesNotContain("System.", text);
        Assert.DoesNotContain(Path.GetTempPath(), text);
        return detail;
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
}
