using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Studio;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Studio;

/// <summary>A real studio on a port of its own, with a trained tiny model named <c>tiny</c>, and a client to call it.</summary>
public sealed class StudioBench : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private StudioServer? _server;

    public string Models => _folder["models"];

    public Uri Address => _server!.Address;

    internal HttpClient Client { get; private set; } = null!;

    internal PixelModel Model => PixelModel.Load(Path.Combine(Models, "tiny"));

    public async Task InitializeAsync()
    {
        Train(Models, "tiny");
        _server = await StudioServer.StartAsync(new StudioOptions { Port = 0, Models = Models, Threads = 2 });
        Client = new HttpClient { BaseAddress = _server.Address };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _server!.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Leaves a run with a model that draws 6×5 pixels of 11 colours.</summary>
    internal static void Train(string models, string id)
    {
        SpriteDataset data = TinyModels.Dataset();
        using TrainingRun run = TrainingRun.Create(
            new RunFolder(Path.Combine(models, id)), TinyModels.Config(), DataReference.Create("stripes"), data, new TrainingRecipe { Epochs = 1, BatchSize = 7 }, threads: 1);
        run.Train(new NoListener());
    }

    /// <summary>Sends JSON and gives status and JSON back.</summary>
    internal async Task<(int Status, JsonObject Body)> PostAsync(string path, JsonObject body)
    {
        using HttpResponseMessage response = await Client.PostAsJsonAsync("/api/v1" + path, body);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    /// <summary>A request to finish a picture from its first pixels.</summary>
    internal static JsonObject Request(params int[] prompt) => new()
    {
        ["model"] = "tiny",
        ["prompt"] = new JsonObject { ["width"] = TinyModels.Width, ["height"] = TinyModels.Height, ["pixels"] = new JsonArray([.. prompt.Select(p => JsonValue.Create(p))]) },
    };

    private sealed class NoListener : IRunListener
    {
        public void StepDone(in StepReport report)
        {
        }

        public void EpochDone(EpochMetrics metrics, bool isBest)
        {
        }
    }
}
